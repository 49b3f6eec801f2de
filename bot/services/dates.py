"""What has to be shown around the date of a planned session: the part of `outbox` that is about appointments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from bot.circle import events as e
from bot.circle.model import Call, Place, SessionState

from .kinds import Kind, Plan

LONGEST_SPREAD_S = 600
"""Over how many seconds one message to everybody is spread at most."""
MOVED_WITHIN_S = 120
COUNTED = (e.SeatQueued, e.SeatKept, e.KeepingLapsed, e.Refitted)
"""What changes how many seats are taken, as cards show it."""


def calendar(after: SessionState) -> Iterator[Plan]:
    if after.appointment is not None and after.appointment.choices.has_event:
        yield Plan(Kind.REFRESH_EVENT)


def follow(after: SessionState, event: e.Event) -> Iterator[Plan]:
    """What follows from an event of a planned session."""
    match event:
        case e.Planned():
            yield Plan(Kind.INVITE)
            if event.appointment.choices.has_event:
                yield Plan(Kind.EVENT)
        case e.SeatKept(seat=seat):
            yield Plan(Kind.WHISPER_KEPT, seat=seat)
        case e.KeepingLapsed(seat=seat):
            yield from (Plan(Kind.WHISPER_LAPSED, seat=seat), Plan(Kind.FORGET, seat=seat))
        case e.Reminded(before_s=before_s):
            yield from _to_everyone(after, Kind.LOOK, within_s=before_s / 12)
            yield from _to_everyone(after, Kind.WHISPER_REMIND, before_s, within_s=before_s / 12)
        case e.DoorsOpened():
            yield from _to_everyone(after, Kind.LOOK)
            yield Plan(Kind.OPEN_ROOM)
            yield from (Plan(Kind.ADMIT, seat=seat.number) for seat in after.seated)
            yield from (Plan(Kind.GATHER), Plan(Kind.REFRESH_INVITE))
            yield from _to_everyone(after, Kind.WHISPER_DOORS, within_s=_doors_s(after) / 6)
        case e.BeginAsked():
            yield Plan(Kind.NOTE_BEGIN, list(Call).index(event.whom))
        case e.Rescheduled():
            yield from _to_everyone(after, Kind.WHISPER_MOVED, within_s=MOVED_WITHIN_S)
            yield from (Plan(Kind.REFRESH_INVITE), *calendar(after))
        case e.CalledOff(at=at):
            yield from _to_everyone(after, Kind.WHISPER_OFF, within_s=_off_within_s(after, at))
            yield from (Plan(Kind.REFRESH_INVITE), *calendar(after))


def _to_everyone(after: SessionState, kind: Kind, subject: int = 0, *, within_s: float = 0) -> Iterator[Plan]:
    """A message to each person, at their own moment within so many seconds: thousands can fall due in one."""
    for seat in after.seats:
        if seat.place in _EXPECTED[kind]:
            moment = _moment(after.seed, seat.number) * min(within_s, LONGEST_SPREAD_S)
            yield Plan(kind, subject, seat.number, delay_s=moment)


def _moment(seed: int, seat: int) -> float:
    """A number from 0 to 1 that is this seat's own, in every reminder the same."""
    drawn = hashlib.blake2b(f"{seed}/{seat}".encode(), digest_size=4).digest()
    return int.from_bytes(drawn) / 2**32


def _doors_s(after: SessionState) -> float:
    assert after.appointment is not None
    return after.appointment.doors_s


def _off_within_s(after: SessionState, at: datetime) -> float:
    """Whoever is on their way hears of it soon; of what is days ahead, or over, within minutes."""
    assert after.appointment is not None
    left_s = (after.appointment.starts_at - at).total_seconds()
    return min(MOVED_WITHIN_S, left_s / 20) if left_s > 0 else MOVED_WITHIN_S


_EXPECTED = {
    Kind.LOOK: {Place.SEATED},
    Kind.WHISPER_REMIND: {Place.SEATED},
    Kind.WHISPER_DOORS: {Place.SEATED},
    Kind.WHISPER_MOVED: {Place.SEATED, Place.KEPT, Place.WAITING},
    Kind.WHISPER_OFF: {Place.SEATED, Place.KEPT, Place.WAITING},
}
"""Who is told: nobody is reminded of what they are not coming to."""
