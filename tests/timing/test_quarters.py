"""The worker that closes quarters: at the start, again and again, and soon after when it could not."""

from __future__ import annotations

import asyncio

import pytest

from bot.services.participation.desk import ParticipationDesk
from bot.timing.quarters import AGAIN_S, LOOK_EVERY_S, Quarters
from tests.still_clock import RestlessClock


class _Desk(ParticipationDesk):
    def __init__(self) -> None:
        self.answers: list[int | BaseException] = [2, OSError("full"), 0, asyncio.CancelledError()]

    async def close_past(self) -> int:
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


async def test_it_looks_at_the_start_and_soon_again_when_it_could_not() -> None:
    clock, desk = RestlessClock(), _Desk()
    with pytest.raises(asyncio.CancelledError):
        await Quarters(desk, clock).run()
    assert clock.slept == [LOOK_EVERY_S, AGAIN_S, LOOK_EVERY_S]
    assert desk.answers == []
