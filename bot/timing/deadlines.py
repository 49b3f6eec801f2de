"""The worker that lets every session's clock do what is due.

APScheduler holds one date job for the next deadline and one safety interval; both only set an event. A job
that did the work itself would lose it to a misfire, a stall or `max_instances`; a row waits.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.services.circles import Circles, NotSaved

log = logging.getLogger(__name__)

SAFETY_S = 30
NEXT_DUE, SAFETY = "next-due", "safety"


class Deadlines:
    """Runs until it is cancelled; `expect` tells it of an earlier deadline."""

    def __init__(self, circles: Circles, clock: Clock) -> None:
        self._circles = circles
        self._clock = clock
        self._due = asyncio.Event()
        self._armed: datetime | None = None
        self._beat_is_due = False
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def expect(self, due_at: datetime) -> None:
        """Something is due then; earlier than what was expected so far, it is waited for instead."""
        if self._armed is None or due_at < self._armed:
            self._arm(due_at)

    async def run(self) -> None:
        """Let time pass, for ever."""
        self._scheduler.start()
        self._scheduler.add_job(self._look_again, "interval", seconds=SAFETY_S, id=SAFETY)
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
                await self._circles.beat()
            while due := await self._circles.due(self._clock.utcnow()):
                for session_id in due:
                    await self._tick(session_id)
            self._armed = None
            if (upcoming := await self._circles.next_deadline()) is not None:
                self.expect(upcoming)
        except Exception:
            # Whatever it is, the next wake-up tries again: a clock that stopped would strand every circle.
            log.exception("The clock could not be read or moved; the safety interval tries again")

    async def _tick(self, session_id: int) -> None:
        try:
            await self._circles.tick(session_id)
        except NotSaved:
            raise
        except Exception:
            # One session that cannot be moved must not stand in the way of all others.
            log.exception("A session's clock could not be moved")
            await self._circles.postpone(session_id)

    def _arm(self, due_at: datetime) -> None:
        self._armed = due_at
        self._scheduler.add_job(self._look, "date", run_date=due_at, id=NEXT_DUE, replace_existing=True)
