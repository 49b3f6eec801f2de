"""What has to be shown around the date of a planned session: the part of `planning` that is about appointments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from bot.circle import events as e
from bot.circle.model import SeatPlace, SessionState

from . import table as d
from .policy import ForSeat, Refresh
from .rows import Plan

LONGEST_SPREAD_S = 600
"""Over how many seconds one message to everybody is spread at most."""
MOVED_WITHIN_S = 120
COUNTED = (e.SeatQueued, e.SeatKept, e.KeepingLapsed, e.Refitted)
"""What changes how many seats are taken, as cards show it."""
SEATED = frozenset((SeatPlace.SEATED,))
"""Nobody is reminded of what they are not coming to."""
WITH_A_PLACE = frozenset((SeatPlace.SEATED, SeatPlace.KEPT, SeatPlace.WAITING))


def calendar(after: SessionState) -> Iterator[Plan]:
    if after.appointment is not None and after.appointment.choices.has_event:
        yield Plan(Refresh(d.Event()))


def follow(after: SessionState, event: e.Event) -> Iterator[Plan]:
    """What follows from an event of a planned session."""
    match event:
        case e.Planned():
            yield Plan(d.Invite())
            if event.appointment.choices.has_event:
                yield Plan(d.Event())
        case e.SeatKept(seat=seat):
            yield Plan(d.SeatKept(seat))
        case e.KeepingLapsed(seat=seat):
            yield from (Plan(d.SeatLapsed(seat)), Plan(d.Forget(seat)))
        case e.Reminded(before_s=before_s):
            yield from _to_everyone(after, d.Look, SEATED, within_s=before_s / 12)
            yield from _to_everyone(
                after, partial(d.Remind, before_s=before_s), SEATED, within_s=before_s / 12
            )
        case e.DoorsOpened():
            yield from _to_everyone(after, d.Look, SEATED)
            yield Plan(d.OpenRoom())
            yield from (Plan(d.Admit(seat.number)) for seat in after.seated)
            yield from (Plan(d.Gather()), Plan(Refresh(d.Invite())))
            yield from _to_everyone(after, d.Doors, SEATED, within_s=_doors_s(after) / 6)
        case e.BeginAsked():
            yield Plan(d.AskToBegin(event.whom))
        case e.Rescheduled():
            yield from _to_everyone(after, d.Moved, WITH_A_PLACE, within_s=MOVED_WITHIN_S)
            yield from (Plan(Refresh(d.Invite())), *calendar(after))
        case e.CalledOff(at=at):
            yield from _to_everyone(after, d.CalledOff, WITH_A_PLACE, within_s=_off_within_s(after, at))
            yield from (Plan(Refresh(d.Invite())), *calendar(after))


def _to_everyone(
    after: SessionState, what: Callable[[int], ForSeat], whom: frozenset[SeatPlace], *, within_s: float = 0
) -> Iterator[Plan]:
    """Something for each person with such a place, at their own moment within so many seconds: thousands can fall
    due in one."""
    for seat in after.seats:
        if seat.place in whom:
            moment = _moment(after.seed, seat.number) * min(within_s, LONGEST_SPREAD_S)
            yield Plan(what(seat.number), delay_s=moment)


def _moment(seed: int, seat: int) -> float:
    """A number from 0 to 1 that is this seat's own, in every reminder the same."""
    drawn = hashlib.blake2b(f"{seed}/{seat}".encode(), digest_size=4).digest()
    return int.from_bytes(drawn) / 2**32


def _doors_s(after: SessionState) -> float:
    return after.date.doors_s


def _off_within_s(after: SessionState, at: datetime) -> float:
    """How soon people are told, in seconds: at once when they are on their way, within minutes when it is days ahead
    or over."""
    left_s = (after.date.starts_at - at).total_seconds()
    return min(MOVED_WITHIN_S, left_s / 20) if left_s > 0 else MOVED_WITHIN_S
