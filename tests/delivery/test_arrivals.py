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


class Line:
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
async def line() -> AsyncIterator[Line]:
    made = Line()
    working = asyncio.create_task(made.arrivals.run())
    yield made
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_thousands_are_asked_for_at_once_and_those_concerned_served_in_order(line: Line) -> None:
    tasks = len(asyncio.all_tasks())
    for number in range(3000, 0, -1):
        line.arrivals.add(GuildXid(number), line.look)
    assert len(asyncio.all_tasks()) == tasks
    await line.rest()
    assert line.done == [("look", 3), ("look", 2), ("look", 1)]
    assert line.reads == 1


async def test_who_comes_again_is_served_once_and_after_the_others(line: Line) -> None:
    for guild_xid in (ONE, TWO, ONE):
        line.arrivals.add(guild_xid, line.look)
    line.arrivals.add(ONE, line.end)
    await line.rest()
    assert line.done == [("look", 2), ("look", 1), ("end", 1)]


async def test_what_is_needed_always_is_done_for_a_server_that_nothing_is_kept_of(line: Line) -> None:
    line.concerned.clear()
    line.arrivals.add(ONE, line.look)
    line.arrivals.add(TWO, line.begin, always=True)
    await line.rest()
    assert line.done == [("begin", 2)]


async def test_who_comes_again_meanwhile_is_looked_up_again(line: Line) -> None:
    """What was read before it went says nothing of it."""
    line.concerned = {ONE}
    line.goes_on.clear()
    line.arrivals.add(ONE, line.look)
    line.arrivals.add(TWO, line.end)
    await line.rest()
    line.arrivals.add(TWO, line.begin, always=True)
    line.arrivals.add(TWO, line.end)
    line.goes_on.set()
    await line.rest()
    assert line.done == [("look", 1), ("begin", 2), ("end", 2)]
    assert line.reads == 2


async def test_a_fault_in_one_server_stops_no_other(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    line.fails = [ValueError("a fault of ours")]
    line.arrivals.add(ONE, line.look)
    line.arrivals.add(ONE, line.end)
    line.arrivals.add(TWO, line.look)
    await line.rest()
    assert line.done == [("end", 1), ("look", 2)]
    assert line.clock.slept == []
    assert "Something that a server needs could not be done" in caplog.text


async def test_what_could_not_be_saved_is_tried_again_in_its_order(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.fails = [NotSaved("the disk is full"), NotSaved("the disk is full")]
    line.arrivals.add(ONE, line.look)
    line.arrivals.add(ONE, line.end)
    line.arrivals.add(TWO, line.look)
    await line.rest()
    assert line.done == [("look", 1), ("end", 1), ("look", 2)]
    assert line.clock.slept == [line.clock.fault_s] * 2
    assert caplog.text.count("the disk is full") == 1, "once, for as long as it lasts"


async def test_a_list_that_cannot_be_read_is_read_again(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    found: Iterator[Exception | set[GuildXid]] = iter([NotSaved("gone"), ValueError("a fault"), {ONE}])

    async def read() -> set[GuildXid]:
        one = next(found)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr(line.arrivals, "_concerned", read)
    line.arrivals.add(ONE, line.look)
    await line.rest()
    assert line.done == [("look", 1)]
    assert line.clock.slept == [line.clock.fault_s, TROUBLE_S]
