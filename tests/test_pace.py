"""The pace: never more than so many calls in any one second, and none later than it has to be."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import GuildXid
from bot.pace import MEMBER_EDITS, MEMBER_WINDOW, SPARE, WINDOW, MemberEdits, Pace
from tests.still_clock import StillClock


class SleeplessClock(StillClock):
    """A clock on which who sleeps is told until when, and goes on at once."""

    def __init__(self) -> None:
        super().__init__()
        self.slept = timedelta()

    async def sleep(self, seconds: float, reason: str) -> None:
        self.slept = timedelta(seconds=seconds)


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run what never really waits."""
    with pytest.raises(StopIteration):
        work.send(None)


def departures(most: int, gaps_ms: list[int]) -> list[tuple[datetime, datetime]]:
    """When each call was asked for and when it went, given the time between the askings."""
    clock = SleeplessClock()
    pace = Pace(clock, most)
    gone = []
    for gap in gaps_ms:
        clock.now += timedelta(milliseconds=gap)
        clock.slept = timedelta()
        finish(pace.turn())
        gone.append((clock.now, clock.now + clock.slept))
    return gone


RHYTHMS = st.lists(st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 3000)), max_size=150)


@given(st.integers(1, 50), RHYTHMS)
def test_no_second_ever_has_more(most: int, gaps_ms: list[int]) -> None:
    times = [went for _, went in departures(most, gaps_ms)]
    assert times == sorted(times), "first come, first served"
    for first, after in zip(times, times[most:], strict=False):
        assert after - first > timedelta(seconds=1)


@given(st.integers(1, 50), RHYTHMS)
def test_nobody_waits_for_nothing(most: int, gaps_ms: list[int]) -> None:
    calls = departures(most, gaps_ms)
    for index, (asked, went) in enumerate(calls):
        if went > asked:
            assert index >= most
            assert went - calls[index - most][1] == WINDOW, "it goes as soon as there is a place"


@given(st.integers(1, 50), st.integers(1, 300))
def test_many_at_once_go_at_the_full_rate(most: int, calls: int) -> None:
    times = [went for _, went in departures(most, [0] * calls)]
    assert times[-1] - times[0] == WINDOW * ((calls - 1) // most)


def test_the_margin_is_small() -> None:
    """The window is longer than a second by a margin, which costs that much of what could be sent."""
    assert timedelta(seconds=1) < WINDOW < timedelta(seconds=1.1)


async def test_whoever_gives_up_waiting_harms_nobody() -> None:
    """A session that ends while its call waits keeps its place booked: later calls are no earlier for it."""
    clock = SleeplessClock()
    pace = Pace(clock, 1)
    await pace.turn()
    waiting = asyncio.create_task(pace.turn())
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await pace.turn()
    assert clock.slept >= WINDOW


async def test_what_can_be_left_out_takes_a_free_place_and_never_waits() -> None:
    clock = SleeplessClock()
    pace = Pace(clock, 2)
    assert [pace.turn_now() for _ in range(3)] == [True, True, False]
    await pace.turn()
    assert clock.slept >= WINDOW, "a place that was refused is not booked"


async def test_who_waits_for_an_answer_goes_first_and_the_others_wait_for_it() -> None:
    clock = SleeplessClock()
    pace = Pace(clock, 1)
    await pace.turn()
    pace.ahead()
    assert not clock.slept, "it went at once"
    await pace.turn()
    assert clock.slept >= 2 * WINDOW, "and its place was booked"


@given(RHYTHMS)
def test_no_ten_seconds_of_a_server_ever_have_more_than_ten_edits_of_members(gaps_ms: list[int]) -> None:
    """Whoever finds none left comes back at the time that was named, and finds one."""
    clock = SleeplessClock()
    edits = MemberEdits(clock)
    went: dict[GuildXid, list[datetime]] = {GuildXid(1): [], GuildXid(2): []}
    for number, gap in enumerate(gaps_ms):
        clock.now += timedelta(milliseconds=gap)
        server = GuildXid(1 + number % 3 % 2)
        urgent = number % 5 == 0
        if not edits.take(server, urgent=urgent):
            clock.now = edits.free_at(server, urgent=urgent)
            assert edits.take(server, urgent=urgent)
        went[server].append(clock.now)
    for times in went.values():
        for first, after in zip(times, times[MEMBER_EDITS:], strict=False):
            assert after - first >= MEMBER_WINDOW > timedelta(seconds=10)


def test_when_discord_says_there_are_none_left_a_whole_window_goes_by() -> None:
    clock = SleeplessClock()
    edits = MemberEdits(clock)
    edits.spent(GuildXid(1))
    assert not edits.take(GuildXid(1), urgent=True)
    assert edits.left(GuildXid(1)) == 0
    assert edits.free_at(GuildXid(1), urgent=True) == clock.now + MEMBER_WINDOW
    assert edits.take(GuildXid(2), urgent=False), "another server has its own"


def test_after_a_start_none_is_there_until_those_of_before_do_not_count_any_more() -> None:
    clock = SleeplessClock()
    edits = MemberEdits(clock)
    edits.rest_until(clock.now + MEMBER_WINDOW)
    assert not edits.take(GuildXid(1), urgent=True)
    assert edits.left(GuildXid(1)) == 0
    assert edits.free_at(GuildXid(1), urgent=True) == clock.now + MEMBER_WINDOW
    clock.now += MEMBER_WINDOW
    assert edits.left(GuildXid(1)) == MEMBER_EDITS
    assert edits.take(GuildXid(1), urgent=False)


def test_some_edits_are_kept_for_those_who_are_to_be_heard() -> None:
    clock = SleeplessClock()
    edits = MemberEdits(clock)
    made = [edits.take(GuildXid(1), urgent=False) for _ in range(MEMBER_EDITS)]
    assert made == [True] * (MEMBER_EDITS - SPARE) + [False] * SPARE
    assert edits.left(GuildXid(1)) == SPARE
    assert edits.free_at(GuildXid(1), urgent=False) == clock.now + MEMBER_WINDOW
    assert edits.free_at(GuildXid(1), urgent=True) == clock.now
    assert [edits.take(GuildXid(1), urgent=True) for _ in range(SPARE + 1)] == [True] * SPARE + [False]


async def test_what_need_not_come_soon_waits_for_a_member_edit() -> None:
    class Dozing(StillClock):
        async def sleep(self, seconds: float, reason: str) -> None:
            self.now += timedelta(seconds=seconds)

    clock = Dozing()
    began, edits = clock.now, MemberEdits(clock)
    for _ in range(MEMBER_EDITS - SPARE + 1):
        await edits.turn(GuildXid(1))
    assert clock.now - began == MEMBER_WINDOW
