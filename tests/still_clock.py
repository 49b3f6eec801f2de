"""A clock that stands wherever it was put, until a test moves it on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.clock import Clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StillClock(Clock):
    """Time that does not pass by itself."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def utcnow(self) -> datetime:
        return self.now


class RestlessClock(StillClock):
    """A still clock on which who sleeps goes on at once. It keeps for how many seconds they wanted to."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float, reason: str) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
