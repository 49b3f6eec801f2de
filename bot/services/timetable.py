"""The desk for schedules: each use case as one awaitable call, saved before it returns.

After a save it wakes the sender, and tells the clock when something is due earlier than it knew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.calendar.wallclock import LocalTime
from bot.clock import Clock
from bot.content import Content
from bot.privacy.sealing import Vault
from bot.store import schedule_queries as sq
from bot.store.store import Store, StoreError

from . import absences, announcing, aside, following, reminders, schedules, zone_changes
from .choices import ScheduleChoices
from .meetings import Meeting
from .reminders import Reminding
from .schedules import ChangedDate, LeftOut, Schedule
from .unreadable import Unreadable

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Overview:
    """A schedule, who facilitates in turn, the dates that were changed and the sessions that are announced."""

    schedule: Schedule
    facilitators: list[int]
    changes: dict[LocalTime, ChangedDate]
    planned: list[Meeting]


@dataclass(slots=True)
class Timetable:
    """Every use case of a schedule."""

    store: Store
    vault: Vault
    clock: Clock
    content: Content
    on_saved: list[Callable[[], None]] = field(default_factory=list)
    on_announced: list[Callable[[], None]] = field(default_factory=list)

    def now(self) -> datetime:
        """The present instant."""
        return self.clock.utcnow()

    async def get(self, schedule_id: int) -> Overview:
        """A schedule with everything about it. Raises `ScheduleError`."""

        def read(db: Connection) -> Overview:
            return self._overview(db, schedules.load(db, schedule_id))

        return await self.store.read(read)

    async def of_guild(self, guild_xid: int) -> list[Overview]:
        """The schedules of a server."""

        def read(db: Connection) -> list[Overview]:
            return [self._overview(db, kept) for kept in schedules.of_guild(db, guild_xid)]

        return await self.store.read(read)

    def _overview(self, db: Connection, kept: Schedule) -> Overview:
        return Overview(
            kept,
            schedules.rota(db, self.vault, kept),
            schedules.changes(db, kept.id),
            announcing.planned(db, self.vault, kept.id),
        )

    async def named(self, guild_xid: int) -> list[Schedule]:
        """The schedules of a server by themselves, without what is announced of them."""
        return await self.store.read(schedules.of_guild, guild_xid)

    async def left_out(self, guild_xid: int) -> list[LeftOut]:
        """The dates of a server that were skipped and are still to come, the soonest first."""
        return await self.store.read(schedules.left_out, guild_xid, self.clock.utcnow())

    async def draft(self, guild_xid: int, wanted: ScheduleChoices, facilitators: Sequence[int]) -> Schedule:
        """Keep a new draft."""
        now = self.clock.utcnow()
        return await self.store.write(schedules.draft, self.vault, guild_xid, wanted, facilitators, now)

    async def draft_of(self, schedule_id: int) -> Schedule:
        """Keep a draft that is to change a schedule. Raises `ScheduleError`."""
        now = self.clock.utcnow()

        def write(db: Connection) -> Schedule:
            kept = schedules.load(db, schedule_id)
            people = schedules.rota(db, self.vault, kept)
            return schedules.draft(db, self.vault, kept.guild_xid, kept.choices, people, now, replaces=kept)

        return await self.store.write(write)

    async def redraft(
        self, kept: Schedule, wanted: ScheduleChoices, facilitators: Sequence[int] | None = None
    ) -> Schedule:
        """Change a draft. Raises `ScheduleError` when somebody else did meanwhile."""
        now = self.clock.utcnow()
        return await self.store.write(schedules.redraft, self.vault, kept, wanted, facilitators, now)

    async def confirm(self, draft_id: int) -> Schedule:
        """Let a draft take effect, and announce what is due. Raises `ScheduleError`."""
        now = self.clock.utcnow()

        def write(db: Connection) -> Schedule:
            changes = schedules.load(db, draft_id).replaces is not None
            kept = schedules.confirm(db, self.vault, draft_id, now)
            if changes:
                following.follow(db, self.vault, self.content, kept, now)
            if kept.status is schedules.Status.ACTIVE:
                kept = announcing.announce(db, self.vault, self.content, kept, now)
            return kept

        return await self._saved(write)

    async def discard(self, draft_id: int) -> None:
        """Let a draft go."""
        await self.store.write(lambda db: db.execute(sq.drop_draft, {"of_schedule": draft_id}).rowcount)

    async def pause(self, schedule_id: int, note: str) -> None:
        """Rest; what is announced is called off. Raises `ScheduleError`."""
        await self._on(schedule_id, lambda db, kept, now: announcing.pause(db, self.vault, kept, note, now))

    async def resume(self, schedule_id: int) -> None:
        """Go on. Raises `ScheduleError`."""
        await self._on(
            schedule_id, lambda db, kept, now: announcing.resume(db, self.vault, self.content, kept, now)
        )

    async def delete(self, schedule_id: int, note: str) -> None:
        """End it for good. Raises `ScheduleError`."""
        await self._on(schedule_id, lambda db, kept, now: announcing.delete(db, self.vault, kept, note, now))

    async def skip(self, schedule_id: int, local: LocalTime, note: str) -> None:
        """Leave one date out. Raises `ScheduleError`, `announcing.DateRefused`."""
        await self._on(
            schedule_id, lambda db, kept, now: announcing.skip(db, self.vault, kept, local, note, now)
        )

    async def move(self, schedule_id: int, local: LocalTime, to: datetime) -> None:
        """Move one date. Raises `ScheduleError`, `announcing.DateRefused`."""
        await self._on(
            schedule_id,
            lambda db, kept, now: announcing.move(db, self.vault, self.content, kept, local, to, now),
        )

    async def waits_for_admin(self, guild_xid: int) -> bool:
        """Whether schedules of this server rest because the bot was taken out of it."""
        return await self.store.read(absences.waits_for_admin, guild_xid)

    async def waits_for_format(self, guild_xid: int) -> bool:
        """Whether a schedule of this server is not announced because its format is gone, or no longer fits."""
        waiting = {"guild_xid": guild_xid}
        return await self.store.read(
            lambda db: db.execute(sq.waiting_for_format, waiting).first() is not None
        )

    async def look_for_formats(self) -> None:
        """The bot starts, perhaps with other formats: what waits for one is looked at again."""
        await self.store.write(announcing.look_for_formats, self.clock.utcnow())

    async def announce_due(self) -> None:
        """Announce some of what is due, many in one transaction. One that cannot be announced holds up no other."""
        now = self.clock.utcnow()
        try:
            await self.store.write(announcing.announce_due, self.vault, self.content, now)
        except StoreError:
            raise
        except Exception:
            log.exception("Some schedules could not be announced; trying them one by one")
            for schedule_id in await self.store.read(announcing.due, now):
                await self._announce_one(schedule_id, now)
        for wake in self.on_announced:
            wake()

    async def _announce_one(self, schedule_id: int, now: datetime) -> None:
        try:
            await self.store.write(announcing.announce_one, self.vault, self.content, schedule_id, now)
        except StoreError:
            raise
        except Unreadable as error:
            await self.store.write(aside.put, error.what, error.number)
        except Exception:
            log.exception("A schedule could not be announced; it is tried again in an hour")
            await self.store.write(announcing.postpone, schedule_id, now + timedelta(hours=1))

    async def follow_zone_data(self) -> int:
        """Move what is planned to where the zone data say it is now. Returns of how many schedules something moved.

        One that cannot be moved holds up no other.
        """
        now = self.clock.utcnow()
        stale = await self.store.read(zone_changes.stale, self.vault)
        for schedule_id in stale:
            try:
                await self.store.write(zone_changes.follow, self.vault, self.content, schedule_id, now)
            except StoreError:
                raise
            except Exception:
                log.exception("The dates of schedule %d could not follow the zone data", schedule_id)
        return len(stale)

    async def reminding(self, member_xid: int) -> Reminding:
        """What a person wishes of reminders."""
        return await self.store.read(reminders.wishes_of, self.vault, member_xid)

    async def wish(self, member_xid: int, wish: Reminding) -> None:
        """Keep what a person wishes of reminders."""
        await self.store.write(reminders.keep_wish, self.vault, member_xid, wish)

    async def _on(self, schedule_id: int, work: Callable[[Connection, Schedule, datetime], object]) -> None:
        now = (
            self.clock.utcnow()
        )  # here, and not on the writer's thread, where a simulated clock is not known

        def write(db: Connection) -> None:
            work(db, schedules.load(db, schedule_id), now)

        await self._saved(write)

    async def _saved(
        self, work: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        result = await self.store.write(work, *args, **kwargs)
        for listener in self.on_saved:
            listener()
        return result
