"""How alone people feel, on arriving and on leaving (docs/method.md, "How alone")."""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .counts import Tally
from .formats import StageKind
from .model import Question, SessionState
from .optional_questions import answer_question
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class Feel(Command):
    """Say how alone one feels, from 1 (not at all) to 5 (very much), on arriving or on leaving."""

    level: int
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Felt(Event):
    """A seat answered how alone it feels, on arriving or on leaving."""

    seat: int
    level: int
    leaving: bool


def _felt(state: SessionState, event: Felt) -> SessionState:
    tally = state.check_out if event.leaving else state.check_in
    one, two, three, four, five = (
        count + (level == event.level) for level, count in enumerate(tally.counts, 1)
    )
    tally = Tally(tuple(sorted({*tally.answered, event.seat})), (one, two, three, four, five))
    return replace(state, check_out=tally) if event.leaving else replace(state, check_in=tally)


FOLDS = (on(Felt, _felt),)


def feel(draft: Draft, command: Feel) -> No:
    """One tap on arriving and one on leaving, where the circle chose to ask. Only sums are kept."""
    state = draft.state
    if not state.format.scale or is_leaving(state) is not command.leaving:
        return Refusal(Code.MOMENT_PASSED)
    assert 1 <= command.level <= 5
    tally = state.check_out if command.leaving else state.check_in
    if command.asker not in tally.answered:
        draft.emit(Felt(command.asker, command.level, command.leaving))
        if not command.leaving:
            answer_question(draft, command.asker, Question.ALONE)
    return None


def is_leaving(state: SessionState) -> bool:
    """Whether people leave, so that what they say counts as said on leaving; before that they arrive."""
    return state.stage is not None and state.stage.kind is StageKind.CLOSING
