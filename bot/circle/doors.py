"""What the clock does around a date: it reminds, opens the room, and asks somebody to begin.

In words. A planned session reminds those seated, opens its room shortly before the start, and at the start asks
its facilitator to begin, then the co-facilitators, then, if the circle allows it, everyone. If nobody does, it
closes kindly. A date that is called off stays until everyone seated could be told (docs/method.md, "Dates"). Live
sessions are none of this file's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .appointment import Appointment
from .changing import replace
from .dates import CalledOff
from .known import known
from .model import Call, EndReason, Phase, Presence, SeatPlace, SessionState, Timer, TimerKind
from .second_circle import came, second_circle
from .slices import Draft, Event, on
from .stages import Ended
from .waiting import keep_free_seats, let_one_lapse

FAREWELL_S = 3600
"""How long a date that was called off stays, so that everyone seated can be told, also through an outage."""
SPREAD_S = 30
"""Doors that would open together open within these seconds, each at its own, because Discord allows so many calls a
second and no more."""


# What becomes true


@dataclass(frozen=True, slots=True)
class ClockSet(Event):
    """The next thing of the appointment is due then."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """Those seated are reminded, that many seconds before the start. `left` are the reminders still to come."""

    before_s: int
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Halved(Event):
    """So many came that there are two circles. Those in `moved` have their seats in the other one."""

    moved: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoorsOpened(Event):
    """The room opens."""

    at: datetime


@dataclass(frozen=True, slots=True)
class BeginAsked(Event):
    """The time has come; somebody is asked to begin."""

    whom: Call
    at: datetime


def _clock_set(state: SessionState, event: ClockSet) -> SessionState:
    return replace(state, timer=event.timer)


def _reminded(state: SessionState, event: Reminded) -> SessionState:
    return replace(state, appointment=replace(state.date, reminders=event.left))


def _halved(state: SessionState, event: Halved) -> SessionState:
    # Whoever was removed stays so, and whoever came after two full circles goes on waiting.
    stay = {seat.number for seat in came(state) if seat.number not in event.moved}
    seats = tuple(
        replace(seat, place=SeatPlace.SEATED, kept_until=None) if seat.number in stay else seat
        for seat in state.seats
        if seat.number not in event.moved
    )
    return replace(state, seats=seats, appointment=replace(state.date, is_half=True))


def _doors_opened(state: SessionState, event: DoorsOpened) -> SessionState:
    # Seats were taken days ago: whether their people are here now is not known. Whoever said that they cannot come is
    # away until they come after all.
    seats = tuple(
        replace(seat, presence=Presence.UNKNOWN)
        if seat.is_seated and seat.presence is not Presence.ABSENT
        else seat
        for seat in state.seats
    )
    opened = replace(state.date, opened_at=event.at, reminders=())
    return replace(state, phase=Phase.GATHERING, seats=seats, appointment=opened)


def _begin_asked(state: SessionState, event: BeginAsked) -> SessionState:
    asked = replace(state.date, asked=event.whom, asked_at=event.at)
    return replace(state, appointment=asked)


FOLDS = (
    on(ClockSet, _clock_set),
    on(Reminded, _reminded),
    on(Halved, _halved),
    on(DoorsOpened, _doors_opened),
    on(BeginAsked, _begin_asked),
)


# The rules


def keep(draft: Draft) -> None:
    """Keep free seats for those who wait, and set the clock on what is due next."""
    state = draft.state
    if state.appointment is None or state.phase not in (Phase.PLANNED, Phase.GATHERING):
        return
    if not state.is_off:
        keep_free_seats(draft, state.appointment)
    due = next_due(draft.state)
    if draft.state.timer is None or draft.state.timer.due != due:
        draft.emit(ClockSet(Timer(TimerKind.APPOINTMENT, due)))


def next_due(state: SessionState) -> datetime:
    """The earliest thing that an appointment waits for."""
    appointment = state.date
    if appointment.off_at is not None:
        return _after(appointment.off_at, FAREWELL_S)
    kept = [seat.kept_until for seat in state.seats if seat.kept_until is not None]
    if state.phase is Phase.PLANNED:
        soon = [_after(appointment.starts_at, -before_s) for before_s in appointment.reminders]
        return min([*kept, *soon, doors_at(state)])
    return min([*kept, *_asking(appointment), closes_at(appointment)])


def doors_at(state: SessionState) -> datetime:
    """When the room opens: `doors_s` before the start, spread over some seconds."""
    appointment = state.date
    return _after(appointment.starts_at, state.seed % SPREAD_S - appointment.doors_s)


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
    return [_after(known(appointment.asked_at, "instant of asking"), appointment.ask_s)]


def next_of_the_date(draft: Draft) -> None:
    """Do the one thing that is due around the date; `keep` then sets the clock on the next."""
    state, now = draft.state, draft.now
    appointment = state.date
    if appointment.off is not None:
        draft.emit(Ended(now, appointment.off))
    elif let_one_lapse(draft):
        return
    elif state.phase is Phase.PLANNED:
        _before(draft, appointment)
    elif now >= closes_at(appointment):
        few = len(state.seated) < state.format.minimum
        draft.emit(Ended(now, EndReason.TOO_FEW if few else EndReason.NEVER_BEGAN))
    else:
        draft.emit(BeginAsked(_next_call(state, appointment), now))


def _before(draft: Draft, appointment: Appointment) -> None:
    """Before the start: the latest reminder that is due, the doors, or a word that the time was missed."""
    now = draft.now
    if now > _after(appointment.starts_at, appointment.patience_s):
        draft.emit(CalledOff(now, EndReason.MISSED))
    elif now >= doors_at(draft.state):
        if moved := second_circle(draft.state):
            draft.emit(Halved(moved))
        draft.emit(DoorsOpened(now))
    else:
        due = [s for s in appointment.reminders if _after(appointment.starts_at, -s) <= now]
        left = tuple(s for s in appointment.reminders if s not in due)
        draft.emit(Reminded(min(due), left))


def _next_call(state: SessionState, appointment: Appointment) -> Call:
    """Whom to ask next. Do not wait for somebody who is absent."""
    facilitator = state.seat(state.facilitator)
    others = [seat for seat in state.seated if seat.may_facilitate and seat.number != state.facilitator]
    if appointment.asked is Call.NOBODY and facilitator is not None and facilitator.is_seated:
        return Call.FACILITATOR
    if appointment.asked in (Call.NOBODY, Call.FACILITATOR) and (
        others or not appointment.choices.begins_alone
    ):
        return Call.COFACILITATORS
    return Call.EVERYONE


def _after(instant: datetime, seconds: float) -> datetime:
    return instant + timedelta(seconds=seconds)
