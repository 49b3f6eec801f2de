"""The desk for schedules: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar.meetings import Meeting
from bot.calendar.wallclock import LocalTime
from bot.ids import GuildXid, MemberXid, ScheduleId

from ..circle.choices import ScheduleChoices
from ..circle.sessions import Session
from ..starting import aside
from ..unit_of_work import NotSaved, Transactions, Work
from ..unreadable import Unreadable
from . import announcing, following, reminders, schedules, zone_changes
from .course import Course, course_of, left_of
from .left_out import LeftOut, left_out
from .reminders import Reminding
from .schedules import ChangedDate, Schedule

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """A schedule, who facilitates in turn, the dates that were changed and the sessions that are announced."""

    schedule: Schedule
    facilitators: list[MemberXid]
    changes: dict[LocalTime, ChangedDate]
    planned: list[Session]
    course: Course | None = None
    """How far a closed series has come; None when it is none."""
    left: tuple[Meeting, ...] = ()
    """The meetings of a closed series that are left and not announced."""


class ScheduleDesk:
    """Schedules, and what people wish of reminders."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def get(self, schedule_id: ScheduleId) -> Overview:
        """A schedule with everything about it. Raises `ScheduleError`."""
        return await self._transactions.read(_overview_of, schedule_id)

    async def of_guild(self, guild_xid: GuildXid) -> list[Overview]:
        """The schedules of a server."""
        return await self._transactions.read(_overviews, guild_xid)

    async def named(self, guild_xid: GuildXid) -> list[Schedule]:
        """The schedules of a server by themselves, without what is announced of them."""
        return await self._transactions.read(schedules.of_guild, guild_xid)

    async def left_out(self, guild_xid: GuildXid) -> list[LeftOut]:
        """The dates of a server that were skipped and are still to come, the soonest first."""
        return await self._transactions.read(left_out, guild_xid)

    # Drafts

    async def draft(
        self, guild_xid: GuildXid, wanted: ScheduleChoices, facilitators: Sequence[MemberXid]
    ) -> Schedule:
        """Keep a new draft."""
        return await self._transactions.write(schedules.draft, guild_xid, wanted, facilitators)

    async def draft_of(self, schedule_id: ScheduleId) -> Schedule:
        """Keep a draft that is to change a schedule. Raises `ScheduleError`."""
        return await self._transactions.write(schedules.draft_of, schedule_id)

    async def draft_anew(self, schedule_id: ScheduleId) -> Schedule:
        """Keep a draft of a series like one that is over. Raises `ScheduleError`."""
        return await self._transactions.write(following.draft_anew, schedule_id)

    async def redraft(
        self, kept: Schedule, wanted: ScheduleChoices, facilitators: Sequence[MemberXid] | None = None
    ) -> Schedule:
        """Change a draft. Raises `ScheduleError` when somebody else did meanwhile."""
        return await self._transactions.write(schedules.redraft, kept, wanted, facilitators)

    async def confirm(self, draft_id: ScheduleId) -> Schedule:
        """Let a draft take effect, and announce what is due. Raises `ScheduleError`."""
        return await self._transactions.write(following.confirm, draft_id)

    async def discard(self, draft_id: ScheduleId) -> None:
        """Let a draft go."""
        await self._transactions.write(schedules.discard, draft_id)

    # A schedule, and one of its dates

    async def pause(self, schedule_id: ScheduleId, note: str) -> None:
        """Rest; what is announced is called off. Raises `ScheduleError`."""
        await self._transactions.write(announcing.pause, schedule_id, note)

    async def resume(self, schedule_id: ScheduleId) -> None:
        """Go on. Raises `ScheduleError`."""
        await self._transactions.write(announcing.resume, schedule_id)

    async def delete(self, schedule_id: ScheduleId, note: str) -> None:
        """End it for good. Raises `ScheduleError`."""
        await self._transactions.write(announcing.delete, schedule_id, note)

    async def skip(self, schedule_id: ScheduleId, local: LocalTime, note: str) -> None:
        """Leave one date out. Raises `ScheduleError`, `announcing.DateRefused`."""
        await self._transactions.write(announcing.skip, schedule_id, local, note)

    async def move(self, schedule_id: ScheduleId, local: LocalTime, to: datetime) -> None:
        """Move one date. Raises `ScheduleError`, `announcing.DateRefused`."""
        await self._transactions.write(announcing.move, schedule_id, local, to)

    # The clock

    async def waits_for_format(self, guild_xid: GuildXid) -> bool:
        """Whether a schedule of this server is not announced because its format is gone, or no longer fits."""
        return await self._transactions.read(announcing.waits_for_format, guild_xid)

    async def look_for_formats(self) -> None:
        """The bot starts, perhaps with other formats: what waits for one is looked at again."""
        await self._transactions.write(announcing.look_for_formats)

    async def announce_due(self) -> None:
        """Announce some of what is due, many in one transaction. One that cannot be announced holds up no other."""
        try:
            await self._transactions.write(announcing.announce_due)
        except NotSaved:
            raise
        except Exception:
            log.exception("Some schedules could not be announced; trying them one by one")
            for schedule_id in await self._transactions.read(announcing.due):
                await self._announce_one(schedule_id)

    async def _announce_one(self, schedule_id: ScheduleId) -> None:
        try:
            await self._transactions.write(announcing.announce_one, schedule_id)
        except NotSaved:
            raise
        except Unreadable as error:
            await self._transactions.write(aside.put, error.what, error.number)
        except Exception:
            log.exception("A schedule could not be announced; it is tried again in an hour")
            await self._transactions.write(announcing.postpone, schedule_id, timedelta(hours=1))

    async def follow_zone_data(self) -> int:
        """Move what is planned to where the zone data say it is now. Returns of how many schedules something moved.

        One that cannot be moved holds up no other.
        """
        stale = await self._transactions.read(zone_changes.stale)
        for schedule_id in stale:
            try:
                await self._transactions.write(zone_changes.follow, schedule_id)
            except NotSaved:
                raise
            except Exception:
                log.exception("The dates of schedule %d could not follow the zone data", schedule_id)
        return len(stale)

    # Reminders

    async def reminding(self, member_xid: MemberXid) -> Reminding:
        """What a person wishes of reminders."""
        return await self._transactions.read(reminders.wishes_of, member_xid)

    async def wish(self, member_xid: MemberXid, wish: Reminding) -> None:
        """Keep what a person wishes of reminders."""
        await self._transactions.write(reminders.keep_wish, member_xid, wish)


def _overview_of(work: Work, schedule_id: ScheduleId) -> Overview:
    return _overview(work, schedules.load(work, schedule_id))


def _overviews(work: Work, guild_xid: GuildXid) -> list[Overview]:
    return [_overview(work, kept) for kept in schedules.of_guild(work, guild_xid)]


def _overview(work: Work, kept: Schedule) -> Overview:
    so_far = course_of(work, kept)
    return Overview(
        kept,
        schedules.rota(work, kept),
        schedules.changes(work, kept.id),
        announcing.planned(work, kept.id),
        so_far,
        () if so_far is None else tuple(left_of(work, kept, so_far)),
    )
