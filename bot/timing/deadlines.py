"""The worker that lets every session's clock do what is due.

APScheduler holds one date job for the next deadline and one safety interval; both only set an event. A job
that did the work itself would lose it to a misfire, a stall or `max_instances`; a row waits.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.ids import SessionId
from bot.services.desks import Desks
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable

log = logging.getLogger(__name__)

NEXT_DUE, SAFETY = "next-due", "safety"
FIRST_BEAT_S = 0.1
"""How soon after its start a bot keeps once more that it is alive. Each wait is twice the one before, up to the
clock's `beat_s`: so time goes on, too, where no process ever lives for that long."""


class Deadlines:
    """Runs until it is cancelled; `expect` tells it of an earlier deadline."""

    def __init__(self, desks: Desks, clock: Clock) -> None:
        self._desks = desks
        self._clock = clock
        self._due = asyncio.Event()
        self._armed: datetime | None = None
        self._beat_is_due = True
        self._is_troubled = False
        """Whether the database could not be used when it was tried last."""
        self._rest_s = clock.beat_s
        self._beat_s = FIRST_BEAT_S
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def expect(self, due_at: datetime) -> None:
        """Something is due then; earlier than what was expected so far, it is waited for instead."""
        if self._rest_s > self._clock.beat_s:
            self._beat_is_due = True  # a session may be under way from now on
            self._due.set()
        self._arm_for(due_at)

    def look_again(self) -> None:
        """A schedule was saved, and may be due at any time: look."""
        self._due.set()

    def look_soon(self) -> None:
        """The database could not be used: look again in a moment, for what is due has not happened."""
        now = self._clock.utcnow()
        if self._armed is not None and self._armed <= now:
            self._armed = None  # that moment has come already
        self._arm_for(now + timedelta(seconds=self._clock.fault_s))

    async def run(self) -> None:
        """Let time pass, for ever."""
        self._scheduler.start()
        self._scheduler.add_job(self._look_again, "interval", seconds=self._rest_s, id=SAFETY)
        try:
            while True:
                self._due.clear()
                await self._work()
                await self._clock.wait(self._due, "the next deadline")
        finally:
            self._scheduler.shutdown(wait=False)

    # Both jobs are coroutines: APScheduler runs plain functions on another thread, and an event must be set on its own.

    async def _look(self) -> None:
        self._due.set()

    async def _look_again(self) -> None:
        self._beat_is_due = True
        self._due.set()

    async def _work(self) -> None:
        try:
            if self._beat_is_due:
                self._beat_is_due = False
                under_way = await self._desks.timing.beat()
                self._rest(self._beat_s if under_way else self._clock.quiet_s)
                self._beat_s = min(2 * self._beat_s, self._clock.beat_s)
            while await self._do_what_is_due():
                pass
            self._is_troubled = False
        except NotSaved as error:
            if not self._is_troubled:  # else it would be said every second
                log.error(
                    "The clock could not be read or moved, and is tried again every second: %s", str(error)
                )
            self._is_troubled = self._beat_is_due = True
            self.look_soon()
        except Exception:
            # Whatever it is, the next wake-up tries again: a clock that stopped would strand every circle.
            log.exception("The clock could not be read or moved; the safety interval tries again")

    async def _do_what_is_due(self) -> bool:
        """Move every session whose clock is due, and arm for what comes next. Returns whether there may be more."""
        self._armed = None
        due = await self._desks.timing.look(self._clock.utcnow())
        # A session that was moved has said itself when it is due next; of any other the table knows.
        moved = [await self._tick(session_id, due_at) for session_id, due_at in due.sessions.items()]
        if due.schedules and not due.sessions:
            await self._desks.schedule.announce_due()
        if due.next_at is not None:
            self._arm_for(due.next_at)
        return due.schedules or due.is_cut or not all(moved)

    def _rest(self, seconds: float) -> None:
        """Look again that often although nothing is due."""
        if seconds != self._rest_s:
            self._rest_s = seconds
            self._scheduler.reschedule_job(SAFETY, trigger="interval", seconds=seconds)

    async def _tick(self, session_id: SessionId, due_at: datetime) -> bool:
        """Let one session's clock tick, which was due then. Returns whether it was moved."""
        self._desks.timing.note_late(due_at)
        try:
            return await self._desks.timing.tick(session_id)
        except NotSaved:
            raise
        except Unreadable as error:
            await self._desks.timing.set_aside(error)
        except Exception:
            # One session that cannot be moved must not stand in the way of all others.
            log.exception("A session's clock could not be moved")
            await self._desks.timing.postpone(session_id)
        return False

    def _arm_for(self, due_at: datetime) -> None:
        if self._armed is not None and due_at >= self._armed:
            return
        self._armed = due_at
        self._scheduler.add_job(self._look, "date", run_date=due_at, id=NEXT_DUE, replace_existing=True)
