"""The worker that closes quarters: at the start, again and again, and soon after when it could not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.clock import Clock
from bot.services.participation.desk import ParticipationDesk
from bot.timing.quarters import AGAIN_S, LOOK_EVERY_S, Quarters


class _Clock(Clock):
    """Time passes when it is waited for."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def utcnow(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    async def sleep(self, seconds: float, reason: str) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
        if len(self.slept) == 3:
            raise asyncio.CancelledError


class _Desk(ParticipationDesk):
    def __init__(self) -> None:
        self.answers: list[int | Exception] = [2, OSError("full"), 0]

    async def close_past(self) -> int:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_it_looks_at_the_start_and_soon_again_when_it_could_not() -> None:
    clock, desk = _Clock(), _Desk()
    with pytest.raises(asyncio.CancelledError):
        await Quarters(desk, clock).run()
    assert clock.slept == [LOOK_EVERY_S, AGAIN_S, LOOK_EVERY_S]
    assert desk.answers == []
