"""What has to be shown around the date of a planned session: the part of `outbox` that is about appointments."""

from __future__ import annotations

from collections.abc import Iterator

from bot.circle import events as e
from bot.circle.appointment import events as a
from bot.circle.model import Call, Place, SessionState

from .kinds import Kind, Plan

COUNTED = (a.SeatQueued, a.SeatKept, a.KeepingLapsed, a.Refitted)
"""What changes how many seats are taken, as cards show it."""


def calendar(after: SessionState) -> Iterator[Plan]:
    if after.appointment is not None and after.appointment.has_event:
        yield Plan(Kind.REFRESH_EVENT)


def follow(after: SessionState, event: e.Event) -> Iterator[Plan]:
    """What follows from an event of a planned session."""
    match event:
        case a.Planned():
            yield Plan(Kind.INVITE)
            if event.appointment.has_event:
                yield Plan(Kind.EVENT)
        case a.SeatKept(seat=seat):
            yield Plan(Kind.WHISPER_KEPT, seat=seat)
        case a.KeepingLapsed(seat=seat):
            yield from (Plan(Kind.WHISPER_LAPSED, seat=seat), Plan(Kind.FORGET, seat=seat))
        case a.Reminded(before_s=before_s):
            yield from _to_everyone(after, Kind.LOOK)
            yield from _to_everyone(after, Kind.WHISPER_REMIND, before_s)
        case a.DoorsOpened():
            yield from _to_everyone(after, Kind.LOOK)
            yield Plan(Kind.OPEN_ROOM)
            yield from (Plan(Kind.ADMIT, seat=seat.number) for seat in after.seated)
            yield from (Plan(Kind.GATHER), Plan(Kind.REFRESH_INVITE))
            yield from _to_everyone(after, Kind.WHISPER_DOORS)
        case a.BeginAsked():
            yield Plan(Kind.NOTE_BEGIN, list(Call).index(event.whom))
        case a.Rescheduled():
            yield from _to_everyone(after, Kind.WHISPER_MOVED)
            yield from (Plan(Kind.REFRESH_INVITE), *calendar(after))
        case a.CalledOff():
            yield from _to_everyone(after, Kind.WHISPER_OFF)
            yield from (Plan(Kind.REFRESH_INVITE), *calendar(after))


def _to_everyone(after: SessionState, kind: Kind, subject: int = 0) -> Iterator[Plan]:
    yield from (Plan(kind, subject, seat.number) for seat in after.seats if seat.place in _EXPECTED[kind])


_EXPECTED = {
    Kind.LOOK: {Place.SEATED},
    Kind.WHISPER_REMIND: {Place.SEATED},
    Kind.WHISPER_DOORS: {Place.SEATED},
    Kind.WHISPER_MOVED: {Place.SEATED, Place.KEPT, Place.WAITING},
    Kind.WHISPER_OFF: {Place.SEATED, Place.KEPT, Place.WAITING},
}
"""Who is told: nobody is reminded of what they are not coming to."""
