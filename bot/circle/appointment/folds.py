"""Folding what becomes true of a planned session: the part of `evolve` that is about its date and its waiting list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .. import events as e
from ..model import Consent, Phase, Place, Presence, Seat, SessionState
from . import events as a
from .halves import came


def _planned(state: SessionState, event: a.Planned) -> SessionState:
    return replace(state, phase=Phase.PLANNED, appointment=event.appointment)


def _seat_queued(state: SessionState, event: a.SeatQueued) -> SessionState:
    consent = Consent.OPEN if state.format.asks_agreement else Consent.AGREED
    seat = Seat(event.seat, consent=consent, place=Place.WAITING, may_facilitate=event.may_facilitate)
    return replace(state, seats=(*state.seats, seat), next_seat=max(state.next_seat, event.seat + 1))


def _seat_kept(state: SessionState, event: a.SeatKept) -> SessionState:
    seat = state.seat(event.seat)
    assert seat is not None
    return state.with_seat(replace(seat, place=Place.KEPT, kept_until=event.until))


def _appointed(state: SessionState, **changes: Any) -> SessionState:
    assert state.appointment is not None
    return replace(state, appointment=replace(state.appointment, **changes))


def _reminded(state: SessionState, event: a.Reminded) -> SessionState:
    return _appointed(state, reminders=event.left)


def _doors_opened(state: SessionState, event: a.DoorsOpened) -> SessionState:
    # Seats were taken days ago: whether their people are here now is not known.
    seats = tuple(
        replace(seat, presence=Presence.UNKNOWN) if seat.place is Place.SEATED else seat
        for seat in state.seats
    )
    opened = _appointed(state, opened_at=event.at, reminders=())
    return replace(opened, phase=Phase.GATHERING, seats=seats)


def _halved(state: SessionState, event: a.Halved) -> SessionState:
    # Whoever was removed stays so, and whoever came after two full circles goes on waiting.
    stay = {seat.number for seat in came(state) if seat.number not in event.moved}
    seats = tuple(
        replace(seat, place=Place.SEATED, kept_until=None) if seat.number in stay else seat
        for seat in state.seats
        if seat.number not in event.moved
    )
    return _appointed(replace(state, seats=seats), is_half=True)


def _begin_asked(state: SessionState, event: a.BeginAsked) -> SessionState:
    return _appointed(state, asked=event.whom, asked_at=event.at)


def _rescheduled(state: SessionState, event: a.Rescheduled) -> SessionState:
    return _appointed(
        state, starts_at=event.starts_at, reminders=event.reminders, instead_of=event.instead_of
    )


def _called_off(state: SessionState, event: a.CalledOff) -> SessionState:
    return _appointed(state, off=event.reason, off_at=event.at, note=event.note, reminders=())


def _refitted(state: SessionState, event: a.Refitted) -> SessionState:
    # A question was put for a stage, and another format may have something else at its place.
    before, after = ([stage.prompt for stage in f.stages] for f in (state.format, event.format))
    prompts = tuple(put for put in state.prompts if before[put[0]] in after[put[0] : put[0] + 1])
    appointment = event.appointment or state.appointment
    return replace(state, format=event.format, prompts=prompts, appointment=appointment)


FOLDS: dict[type[e.Event], Callable[[SessionState, Any], SessionState]] = {
    a.Planned: _planned,
    a.SeatQueued: _seat_queued,
    a.SeatKept: _seat_kept,
    a.Reminded: _reminded,
    a.DoorsOpened: _doors_opened,
    a.Halved: _halved,
    a.BeginAsked: _begin_asked,
    a.Rescheduled: _rescheduled,
    a.CalledOff: _called_off,
    a.Refitted: _refitted,
}
