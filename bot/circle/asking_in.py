"""Somebody with a seat is not where people speak: they are told the way, once (docs/method.md, "Seats").

Whether somebody is there is known outside. That they are not moves nothing: they may be writing, or on their way.
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .model import SessionState
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class AskIn(Command):
    """These seats are not where people speak."""

    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskedIn(Event):
    """Somebody is told where people speak."""

    seat: int


def _asked_in(state: SessionState, event: AskedIn) -> SessionState:
    return state.with_seat(replace(state.known_seat(event.seat), asked_in=True))


FOLDS = (on(AskedIn, _asked_in),)


def ask_in(draft: Draft, command: AskIn) -> No:
    """Whoever may come in and would speak is told the way once, and never again."""
    for number in command.seats:
        if is_to_be_asked(draft.state, number):
            draft.emit(AskedIn(number))
    return None


def is_to_be_asked(state: SessionState, number: int | None) -> bool:
    """Whether that seat would be told the way, if it were not there."""
    seat = state.seat(number)
    return seat is not None and seat.is_inside and not seat.writes and not seat.asked_in
