"""The base of the workers that look after rows, each of which says when something is to be done about it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime
from typing import ClassVar

from bot.clock import Clock


class DueRows(ABC):
    """Runs until it is cancelled. What is due is in the database, so a restart loses nothing."""

    waits_for: ClassVar[str]
    """What it waits for while nothing is due, in words."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self) -> None:
        """Do whatever is due, for ever."""
        while True:
            self._news.clear()
            wait_s = await self._look()
            await self._clock.wait(self._news, self.waits_for, wait_s)

    def _seconds_until(self, at: datetime | None) -> float | None:
        """How long it is until then; 0 if that has passed, None for never."""
        return None if at is None else max(0.0, (at - self._clock.utcnow()).total_seconds())

    @abstractmethod
    async def _look(self) -> float | None:
        """Do what is due, and raise nothing. Returns the seconds until it is to be looked again; None: until there is
        something new."""
