"""After new zone data: the instant of every date to come is worked out anew from what the clocks of its place show.

A law may change the clocks of a place after a date was announced. People come by their clocks, so the hour on the
clock stays and the instant moves. This is looked at whenever the bot starts, since data change only in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.calendar.recurrence import Occurrence
from bot.calendar.wallclock import LocalTime, instant_of
from bot.circle import commands as c
from bot.ids import ScheduleId
from bot.store import schedule_queries as sq

from ..circle import acting
from ..circle.sessions import Session
from ..unit_of_work import Work
from ..unreadable import readable
from . import schedules
from .announcing import announce, planned
from .one_date import instead_of
from .schedules import ChangedDate, Schedule, Status, with_next


def stale(work: Work) -> list[ScheduleId]:
    """The schedules of which an instant is not what the zone data say now. One that cannot be read is passed over."""
    every = work.db.execute(sq.kept_ids).scalars().all()
    return [kept.id for kept in readable(every, partial(schedules.load, work)) if _is_stale(work, kept)]


def _is_stale(work: Work, kept: Schedule) -> bool:
    changed = schedules.changes(work, kept.id)
    moved, announced = _shifted_dates(kept, changed), _shifted(work, kept, changed)
    return bool(moved) or _next(kept) is not None or any(announced)


def follow(work: Work, schedule_id: ScheduleId) -> None:
    """Move what is planned of a schedule to the instants at which the clocks of its place show what was announced.

    Those who have a seat are told by what follows from a moved date. A date that would have begun already stays
    where it was announced. Raises `ScheduleError` when the schedule is gone.
    """
    kept = schedules.load(work, schedule_id)
    changed = schedules.changes(work, kept.id)
    for local, at in _shifted_dates(kept, changed).items():
        changed[local] = replace(changed[local], moved_to=at)
        schedules.keep_change(work, kept.id, local, changed[local])
    for session, local, at in list(_shifted(work, kept, changed)):
        # The reminders that are left, so that nobody gets one of them twice.
        command = c.Reschedule(
            steward=True,
            starts_at=at,
            reminders=session.state.date.reminders,
            instead_of=instead_of(kept, local, at),
        )
        acting.ask(work, session, None, command)
    if (coming := _next(kept)) is not None:
        kept = with_next(kept, coming)
    if kept.status is Status.ACTIVE:
        announce(work, kept)


def _next(kept: Schedule) -> Occurrence | None:
    """The next date that is not announced yet, at its new instant; None if that is the old one."""
    if kept.next_local is None or kept.status is not Status.ACTIVE:
        return None
    local = kept.next_local
    at, change = instant_of(local, kept.choices.series.zone)
    return None if at == kept.next_at else Occurrence(local, at, change)


def _shifted_dates(kept: Schedule, changed: Mapping[LocalTime, ChangedDate]) -> dict[LocalTime, datetime]:
    """The dates that were moved and are at another instant now, by what the rule gives for each."""
    found = {}
    for local, change in changed.items():
        if change.moved_local is not None:
            at = instant_of(change.moved_local, kept.choices.series.zone)[0]
            if at != change.moved_to:
                found[local] = at
    return found


def _shifted(
    work: Work, kept: Schedule, changed: Mapping[LocalTime, ChangedDate]
) -> Iterator[tuple[Session, LocalTime, datetime]]:
    """The sessions that are announced and are to begin at another instant now: which date, and when."""
    for session in planned(work, kept.id):
        if session.local is None or session.state.appointment is None:
            continue
        change = changed.get(session.local)
        at = instant_of(session.local, kept.choices.series.zone)[0] if change is None else change.moved_to
        if at is not None and at != session.state.appointment.starts_at:
            yield session, session.local, at
