"""Speaking or writing, in a circle that is spoken: each seat says which, and may change it (docs/method.md, "Time").

Where everyone writes, every turn has the time of writing anyway, and nobody is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .changing import replace
from .model import Question, SessionState, Timer
from .optional_questions import answer_question
from .slices import Command, Draft, Event, No, on
from .timers import with_main_timer
from .turn_time import speaking_timer, turn_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak(Command):
    """Take one's turns by speaking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Command):
    """Take one's turns in writing."""


@dataclass(frozen=True, slots=True)
class WayChosen(Event):
    """A seat takes its turns in writing from now on, or by speaking."""

    seat: int
    writes: bool


@dataclass(frozen=True, slots=True)
class WrittenTimeGiven(Event):
    """Whoever holds the piece goes on in writing, and has the time that it takes."""

    seat: int
    ends_at: datetime
    timer: Timer


def _way_chosen(state: SessionState, event: WayChosen) -> SessionState:
    return state.with_seat(replace(state.known_seat(event.seat), writes=event.writes))


def _written_time_given(state: SessionState, event: WrittenTimeGiven) -> SessionState:
    turn = replace(state.this_turn, ends_at=event.ends_at, is_over=False, in_writing=True)
    return with_main_timer(replace(state, turn=turn), event.timer)


FOLDS = (on(WayChosen, _way_chosen), on(WrittenTimeGiven, _written_time_given))


def speak(draft: Draft, command: Speak) -> No:
    """Everybody may speak in their turns. Time that was given for writing stays: nobody is cut off."""
    _choose(draft, command.asker, writes=False)
    return None


def write(draft: Draft, command: Write) -> No:
    """Everybody may write instead of speaking, also in the middle of their turn: a microphone may fail."""
    _choose(draft, command.asker, writes=True)
    _give_time(draft, command.asker)
    return None


def _choose(draft: Draft, number: int, *, writes: bool) -> None:
    if draft.state.known_seat(number).writes != writes:
        draft.emit(WayChosen(number, writes))
    answer_question(draft, number, Question.WAY)


def _give_time(draft: Draft, number: int) -> None:
    """Give what writing takes longer, once a turn. While the circle stands still, its clock is as it was then."""
    state, turn = draft.state, draft.state.turn
    if turn is None or state.speaker != number or turn.in_writing:
        return
    longer_s = turn_s(state, number) - state.this_stage.seconds
    if not longer_s:
        return
    now = state.holds[0].since if state.holds else draft.now
    ends_at = max(turn.limit, now) + timedelta(seconds=longer_s)
    timer = speaking_timer(state, now, ends_at, (ends_at - now).total_seconds())
    draft.emit(WrittenTimeGiven(number, ends_at, timer))


def is_written(state: SessionState) -> bool:
    """Whether the piece is with somebody who takes their turns in writing."""
    seat = None if state.turn is None else state.seat(state.turn.seat)
    return seat is not None and seat.writes
