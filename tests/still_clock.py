"""A clock that stands wherever it was put, until a test moves it on."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.clock import Clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StillClock(Clock):
    """Time that does not pass by itself."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def utcnow(self) -> datetime:
        return self.now
