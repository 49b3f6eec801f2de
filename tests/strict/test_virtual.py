"""In a virtual loop time moves only when nothing else is left to do."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.strict import virtual
from tests.strict.faults import Fault
from tests.strict.server import Stub

WEEK_S = 7 * 24 * 3600


def test_a_week_takes_no_time() -> None:
    async def story() -> None:
        begun = time.thread_time()
        await asyncio.sleep(WEEK_S)
        assert discord.utils.utcnow() == virtual.now()
        assert (virtual.now() - virtual.BEGINS_AT).total_seconds() == pytest.approx(WEEK_S)
        assert time.thread_time() - begun < 5

    virtual.run(story())


def test_timers_fire_in_their_order() -> None:
    async def story() -> None:
        fired: list[int] = []

        async def fire(after_s: int) -> None:
            await asyncio.sleep(after_s)
            fired.append(after_s)

        await asyncio.gather(*(fire(after_s) for after_s in (300, 5, 4000, 60)))
        assert fired == [5, 60, 300, 4000]

    virtual.run(story())


def test_time_stands_still_while_a_thread_works_and_while_bytes_are_on_their_way() -> None:
    async def story() -> None:
        alarm = asyncio.create_task(asyncio.sleep(1))
        await asyncio.to_thread(time.sleep, 0.05)
        async with Stub() as stub, aiohttp.ClientSession() as http:
            for _ in range(20):
                async with http.get(f"http://{stub.origin}/api/v10/users/@me") as answer:
                    await answer.read()
            assert not alarm.done()
            assert virtual.now() == virtual.BEGINS_AT
            # What is late is late in virtual time.
            stub.fail(Fault(late_s=3600))
            async with http.get(
                f"http://{stub.origin}/api/v10/users/@me", timeout=aiohttp.ClientTimeout(None)
            ):
                assert (virtual.now() - virtual.BEGINS_AT).total_seconds() == pytest.approx(3600)
        await alarm

    virtual.run(story())


def test_what_can_be_done_now_is_done_before_time_moves() -> None:
    async def story() -> None:
        done: list[str] = []

        async def work() -> None:
            for _ in range(5):
                await asyncio.to_thread(done.append, "a")

        task = asyncio.create_task(work())
        loop = asyncio.get_running_loop()
        assert isinstance(loop, virtual.VirtualLoop)
        await loop.settled()
        assert task.done()
        assert len(done) == 5
        assert loop.time() == 0

    virtual.run(story())
