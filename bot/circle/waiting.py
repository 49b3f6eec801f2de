"""The waiting list of a date: who waits for a seat, and who has one kept for a while (docs/method.md, "Dates").

A seat that becomes free is kept for whoever waited longest; if it is not taken in time, it goes to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .appointment import Appointment
from .changing import replace
from .model import SeatPlace, SessionState
from .slices import Draft, Event, on

SHORTEST_KEEPING_S = 300
"""How long a free seat is kept for somebody at least."""


@dataclass(frozen=True, slots=True)
class SeatQueued(Event):
    """Every seat is taken; somebody waits for one."""

    seat: int
    may_facilitate: bool = False


@dataclass(frozen=True, slots=True)
class SeatKept(Event):
    """A seat became free, and is kept for whoever waited longest."""

    seat: int
    until: datetime


@dataclass(frozen=True, slots=True)
class KeepingLapsed(Event):
    """A kept seat was not taken in time. It goes to the next; nothing about it remains."""

    seat: int


def _seat_queued(state: SessionState, event: SeatQueued) -> SessionState:
    return state.with_new_seat(event.seat, may_facilitate=event.may_facilitate, place=SeatPlace.WAITING)


def _seat_kept(state: SessionState, event: SeatKept) -> SessionState:
    seat = state.known_seat(event.seat)
    return state.with_seat(replace(seat, place=SeatPlace.KEPT, kept_until=event.until))


def _keeping_lapsed(state: SessionState, event: KeepingLapsed) -> SessionState:
    return state.without_seat(event.seat)


FOLDS = (on(SeatQueued, _seat_queued), on(SeatKept, _seat_kept), on(KeepingLapsed, _keeping_lapsed))


def keep_free_seats(draft: Draft, appointment: Appointment) -> None:
    """No seat is free while somebody waits for one: whoever waited longest has it kept for them."""
    while draft.state.free_seats and draft.state.waiting_list:
        first = draft.state.waiting_list[0]
        draft.emit(SeatKept(first.number, _kept_until(appointment, draft.now)))


def let_one_lapse(draft: Draft) -> bool:
    """Give up one kept seat that was not taken in time; whether there was one."""
    for seat in draft.state.seats:
        if seat.kept_until is not None and seat.kept_until <= draft.now:
            draft.emit(KeepingLapsed(seat.number))
            return True
    return False


def _kept_until(appointment: Appointment, now: datetime) -> datetime:
    """A quarter of what is left until the start, at least five minutes and at most `keep_s`."""
    left_s = (appointment.starts_at - now).total_seconds()
    return now + timedelta(seconds=max(SHORTEST_KEEPING_S, min(appointment.keep_s, left_s / 4)))
