"""Servers stand in line: each has what it needs done once, in order, whatever goes wrong with another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.delivery.arrivals import TROUBLE_S, Arrivals
from bot.ids import GuildXid
from bot.services.unit_of_work import NotSaved
from tests.still_clock import RestlessClock

ONE, TWO, THREE = map(GuildXid, (1, 2, 3))


class ArrivalsAtWork:
    """Arrivals at work, and what they did."""

    def __init__(self) -> None:
        self.concerned = {ONE, TWO, THREE}
        self.reads = 0
        self.done: list[tuple[str, int]] = []
        self.fails: list[Exception] = []
        """What the next looks come to."""
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.clock = RestlessClock()
        self.arrivals = Arrivals(self._read, self.clock)

    async def _read(self) -> set[GuildXid]:
        self.reads += 1
        return set(self.concerned)

    async def look(self, guild_xid: GuildXid) -> None:
        await self.goes_on.wait()
        if self.fails:
            raise self.fails.pop(0)
        self.done.append(("look", guild_xid))

    async def begin(self, guild_xid: GuildXid) -> None:
        self.concerned.add(guild_xid)
        self.done.append(("begin", guild_xid))

    async def end(self, guild_xid: GuildXid) -> None:
        self.done.append(("end", guild_xid))

    async def rest(self) -> None:
        """Wait until nothing is left to do."""
        for _ in range(100):
            await asyncio.sleep(0)


@pytest.fixture
async def at_work() -> AsyncIterator[ArrivalsAtWork]:
    made = ArrivalsAtWork()
    working = asyncio.create_task(made.arrivals.run())
    yield made
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_thousands_are_asked_for_at_once_and_those_concerned_served_in_order(
    at_work: ArrivalsAtWork,
) -> None:
    tasks = len(asyncio.all_tasks())
    for number in range(3000, 0, -1):
        at_work.arrivals.add(GuildXid(number), at_work.look)
    assert len(asyncio.all_tasks()) == tasks
    await at_work.rest()
    assert at_work.done == [("look", 3), ("look", 2), ("look", 1)]
    assert at_work.reads == 1


async def test_who_comes_again_is_served_once_and_after_the_others(at_work: ArrivalsAtWork) -> None:
    for guild_xid in (ONE, TWO, ONE):
        at_work.arrivals.add(guild_xid, at_work.look)
    at_work.arrivals.add(ONE, at_work.end)
    await at_work.rest()
    assert at_work.done == [("look", 2), ("look", 1), ("end", 1)]


async def test_what_is_needed_always_is_done_for_a_server_that_nothing_is_kept_of(
    at_work: ArrivalsAtWork,
) -> None:
    at_work.concerned.clear()
    at_work.arrivals.add(ONE, at_work.look)
    at_work.arrivals.add(TWO, at_work.begin, always=True)
    await at_work.rest()
    assert at_work.done == [("begin", 2)]


async def test_who_comes_again_meanwhile_is_looked_up_again(at_work: ArrivalsAtWork) -> None:
    """What was read before it went says nothing of it."""
    at_work.concerned = {ONE}
    at_work.goes_on.clear()
    at_work.arrivals.add(ONE, at_work.look)
    at_work.arrivals.add(TWO, at_work.end)
    await at_work.rest()
    at_work.arrivals.add(TWO, at_work.begin, always=True)
    at_work.arrivals.add(TWO, at_work.end)
    at_work.goes_on.set()
    await at_work.rest()
    assert at_work.done == [("look", 1), ("begin", 2), ("end", 2)]
    assert at_work.reads == 2


async def test_a_fault_in_one_server_stops_no_other(
    at_work: ArrivalsAtWork, caplog: pytest.LogCaptureFixture
) -> None:
    at_work.fails = [ValueError("a fault of ours")]
    at_work.arrivals.add(ONE, at_work.look)
    at_work.arrivals.add(ONE, at_work.end)
    at_work.arrivals.add(TWO, at_work.look)
    await at_work.rest()
    assert at_work.done == [("end", 1), ("look", 2)]
    assert at_work.clock.slept == []
    assert "Something that a server needs could not be done" in caplog.text


async def test_what_could_not_be_saved_is_tried_again_in_its_order(
    at_work: ArrivalsAtWork, caplog: pytest.LogCaptureFixture
) -> None:
    at_work.fails = [NotSaved("the disk is full"), NotSaved("the disk is full")]
    at_work.arrivals.add(ONE, at_work.look)
    at_work.arrivals.add(ONE, at_work.end)
    at_work.arrivals.add(TWO, at_work.look)
    await at_work.rest()
    assert at_work.done == [("look", 1), ("end", 1), ("look", 2)]
    assert at_work.clock.slept == [at_work.clock.fault_s] * 2
    assert caplog.text.count("the disk is full") == 1, "once, for as long as it lasts"


async def test_a_list_that_cannot_be_read_is_read_again(
    at_work: ArrivalsAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Iterator[Exception | set[GuildXid]] = iter([NotSaved("gone"), ValueError("a fault"), {ONE}])

    async def read() -> set[GuildXid]:
        one = next(found)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr(at_work.arrivals, "_concerned", read)
    at_work.arrivals.add(ONE, at_work.look)
    await at_work.rest()
    assert at_work.done == [("look", 1)]
    assert at_work.clock.slept == [at_work.clock.fault_s, TROUBLE_S]
