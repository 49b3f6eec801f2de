"""What happens around the date of a planned session: its clock, its kept seats, and its waiting list.

In words. A planned session reminds those seated, opens its room shortly before the start, and at the start asks
its facilitator to begin, then the co-facilitators, then, if the circle allows it, everyone. If nobody does, it
closes kindly. A seat that becomes free is kept for a while for whoever waited longest. A date that is called
off stays until everyone seated could be told.

Rules come from METHOD ("Size and time", "What people using other tools complain about"). Live sessions are
none of this file's business.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .. import events as e
from ..draft import Draft
from ..model import Appointment, Call, EndReason, Phase, Place, SessionState, Timer, TimerKind
from . import events as a
from .halves import second_circle

FAREWELL_S = 3600
"""How long a date that was called off stays, so that everyone seated can be told, also through an outage."""
SPREAD_S = 30
"""Doors that would open together open within these seconds, each at its own (DESIGN: numbers)."""
SHORTEST_KEEPING_S = 300


def keep(draft: Draft) -> None:
    """Keep free seats for those who wait, and set the clock on what is due next."""
    state = draft.state
    if state.appointment is None or state.phase not in (Phase.PLANNED, Phase.GATHERING):
        return
    if not state.is_off:
        while draft.state.free_seats and draft.state.waiting_list:
            first = draft.state.waiting_list[0]
            draft.emit(a.SeatKept(first.number, _kept_until(state.appointment, draft.now)))
    due = next_due(draft.state)
    if draft.state.timer is None or draft.state.timer.due != due:
        draft.emit(a.ClockSet(Timer(TimerKind.APPOINTMENT, due)))


def _kept_until(appointment: Appointment, now: datetime) -> datetime:
    """A quarter of what is left until the start, at least five minutes and at most `keep_s`."""
    left_s = (appointment.starts_at - now).total_seconds()
    return now + timedelta(seconds=max(SHORTEST_KEEPING_S, min(appointment.keep_s, left_s / 4)))


def next_due(state: SessionState) -> datetime:
    """The earliest thing that an appointment waits for."""
    appointment = state.appointment
    assert appointment is not None
    if appointment.off_at is not None:
        return _after(appointment.off_at, FAREWELL_S)
    kept = [seat.kept_until for seat in state.seats if seat.kept_until is not None]
    if state.phase is Phase.PLANNED:
        soon = [_after(appointment.starts_at, -before_s) for before_s in appointment.reminders]
        return min([*kept, *soon, doors_at(state)])
    return min([*kept, *_asking(appointment), closes_at(appointment)])


def doors_at(state: SessionState) -> datetime:
    """When the room opens: `doors_s` before the start, spread over some seconds."""
    assert state.appointment is not None
    return _after(state.appointment.starts_at, state.seed % SPREAD_S - state.appointment.doors_s)


def closes_at(appointment: Appointment) -> datetime:
    """When a session that nobody began closes."""
    begin = max(appointment.starts_at, appointment.opened_at or appointment.starts_at)
    return _after(begin, appointment.patience_s)


def _asking(appointment: Appointment) -> list[datetime]:
    """When the next one is asked to begin; nothing when everyone has been who is asked at all."""
    if appointment.asked is Call.NOBODY:
        return [appointment.starts_at]
    last = Call.EVERYONE if appointment.choices.begins_alone else Call.COFACILITATORS
    if appointment.asked in (last, Call.EVERYONE):
        return []
    assert appointment.asked_at is not None
    return [_after(appointment.asked_at, appointment.ask_s)]


def tick(draft: Draft) -> None:
    """Do the one thing that is due; `keep` then sets the clock on the next."""
    state, now = draft.state, draft.now
    appointment = state.appointment
    assert appointment is not None
    if appointment.off is not None:
        draft.emit(e.Ended(now, appointment.off))
        return
    lapsed = [seat for seat in state.seats if seat.kept_until is not None and seat.kept_until <= now]
    if lapsed:
        draft.emit(a.KeepingLapsed(lapsed[0].number))
    elif state.phase is Phase.PLANNED:
        _before(draft, appointment)
    elif now >= closes_at(appointment):
        few = len(state.seated) < state.format.minimum
        draft.emit(e.Ended(now, EndReason.TOO_FEW if few else EndReason.NEVER_BEGAN))
    else:
        draft.emit(a.BeginAsked(_next_call(state, appointment), now))


def _before(draft: Draft, appointment: Appointment) -> None:
    """Before the start: the latest reminder that is due, the doors, or a word that the time was missed."""
    now = draft.now
    if now > _after(appointment.starts_at, appointment.patience_s):
        draft.emit(a.CalledOff(now, EndReason.MISSED))
    elif now >= doors_at(draft.state):
        if moved := second_circle(draft.state):
            draft.emit(a.Halved(moved))
        draft.emit(a.DoorsOpened(now))
    else:
        due = [s for s in appointment.reminders if _after(appointment.starts_at, -s) <= now]
        left = tuple(s for s in appointment.reminders if s not in due)
        draft.emit(a.Reminded(min(due), left))


def _next_call(state: SessionState, appointment: Appointment) -> Call:
    """Whom to ask next. Nobody is waited for who is not there."""
    facilitator = state.seat(state.facilitator)
    others = [seat for seat in state.seated if seat.may_facilitate and seat.number != state.facilitator]
    if appointment.asked is Call.NOBODY and facilitator is not None and facilitator.place is Place.SEATED:
        return Call.FACILITATOR
    if appointment.asked in (Call.NOBODY, Call.FACILITATOR) and (
        others or not appointment.choices.begins_alone
    ):
        return Call.COFACILITATORS
    return Call.EVERYONE


def _after(instant: datetime, seconds: float) -> datetime:
    return instant + timedelta(seconds=seconds)
