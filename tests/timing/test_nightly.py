"""When the nightly backup is made, and what becomes of one that cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import NEXT_BACKUP
from bot.timing.nightly import Nightly
from tests.still_clock import StillClock

EVENING = datetime(2026, 11, 29, 21, 30, tzinfo=UTC)


class Sleeper(StillClock):
    """A clock that goes on by itself, to the end of each sleep, for some days."""

    def __init__(self, days: float) -> None:
        super().__init__(EVENING)
        self.until = EVENING + timedelta(days=days)

    async def sleep(self, seconds: float, reason: str) -> None:
        assert reason == NEXT_BACKUP, "nobody sees it, so nothing waits for it"
        self.now += timedelta(seconds=seconds)
        if self.now > self.until:
            raise asyncio.CancelledError


async def saved(clock: Sleeper, last: datetime | None, broken: int = 0) -> list[datetime]:
    """When it was tried to save, while that clock goes on. The first tries fail, if `broken` says so."""
    tried: list[datetime] = []
    made = [last]

    def save() -> Awaitable[Any]:
        tried.append(clock.now)
        if len(tried) <= broken:
            raise OSError(28, "No space left on device")
        made.append(clock.now)
        return asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await Nightly(lambda: made[-1], save, clock).run()
    return tried


async def test_the_first_comes_soon_and_then_one_each_night() -> None:
    times = await saved(Sleeper(3), None)
    assert times[0] == EVENING + timedelta(minutes=10)
    assert [at.hour for at in times[1:]] == [3, 3, 3]
    assert [at.day for at in times[1:]] == [30, 1, 2]


async def test_what_was_made_today_is_enough_until_the_night() -> None:
    first, *_ = await saved(Sleeper(1), EVENING - timedelta(hours=2))
    assert first == datetime(2026, 11, 30, 3, tzinfo=UTC)


async def test_after_a_night_without_the_bot_and_after_a_wrong_clock_it_is_made_up_for() -> None:
    for last in (EVENING - timedelta(days=2), EVENING + timedelta(days=400)):
        first, *_ = await saved(Sleeper(0.5), last)
        assert first == EVENING + timedelta(minutes=10)


async def test_one_that_cannot_be_made_is_tried_again_each_hour(caplog: pytest.LogCaptureFixture) -> None:
    times = await saved(Sleeper(0.2), None, broken=2)
    assert [at - times[0] for at in times] == [timedelta(hours=hours) for hours in range(3)]
    assert sum("nightly backup could not be made" in record.message for record in caplog.records) == 2
