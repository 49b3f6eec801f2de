"""The worker that keeps house: at the start, once a day, and soon after when it could not."""

from __future__ import annotations

import asyncio

import pytest

from bot.services.timing.desk import TimingDesk
from bot.timing.housekeeping import AGAIN_S, EVERY_S, Housekeeping
from tests.still_clock import RestlessClock


class _Desk(TimingDesk):
    def __init__(self) -> None:
        self.answers: list[BaseException | None] = [None, OSError("full"), None, asyncio.CancelledError()]

    async def keep_house(self) -> None:
        if (wrong := self.answers.pop(0)) is not None:
            raise wrong


async def test_it_keeps_house_at_the_start_and_soon_again_when_it_could_not() -> None:
    clock, desk = RestlessClock(), _Desk()
    with pytest.raises(asyncio.CancelledError):
        await Housekeeping(desk, clock).run()
    assert clock.slept == [EVERY_S, AGAIN_S, EVERY_S]
