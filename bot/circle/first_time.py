"""Saying that it is one's first circle here this year: once a seat, if one likes, so that a community can count people.

Nothing says who a person is from one circle to the next. So only they can say it, and only the sum is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .model import Question, SessionState
from .optional_questions import answer_question
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeFirst(Command):
    """Say that it is one's first circle here this year."""


@dataclass(frozen=True, slots=True)
class CameFirst(Event):
    """Somebody's first circle here this year is counted."""

    seat: int


def _came_first(state: SessionState, event: CameFirst) -> SessionState:
    return replace(state, first_timers=tuple(sorted({*state.first_timers, event.seat})))


FOLDS = (on(CameFirst, _came_first),)


def come_first(draft: Draft, command: ComeFirst) -> No:
    """Everyone with a seat may say so once, and nobody has to (docs/method.md, "First time")."""
    if command.asker not in draft.state.first_timers:
        draft.emit(CameFirst(command.asker))
        answer_question(draft, command.asker, Question.NEW)
    return None
