"""The dates of schedules that were skipped and are still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar.wallclock import instant_of
from bot.ids import GuildXid

from ..unit_of_work import Work
from . import schedules
from .schedules import ChangedDate, Schedule, Status


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One date of a schedule that was skipped and is still to come."""

    schedule: Schedule
    at: datetime
    changed: ChangedDate


def left_out(work: Work, guild_xid: GuildXid) -> list[LeftOut]:
    """The dates of a server's schedules that would be announced by now and do not take place, the soonest first."""
    found = []
    for kept in schedules.of_guild(work, guild_xid):
        horizon = work.now + timedelta(days=kept.choices.horizon_days)
        for local, changed in schedules.changes(work, kept.id).items():
            at = instant_of(local, kept.choices.series.zone)[0]
            if kept.status is Status.ACTIVE and changed.moved_to is None and work.now < at <= horizon:
                found.append(LeftOut(kept, at, changed))
    return sorted(found, key=lambda one: one.at)
