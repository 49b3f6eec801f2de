"""Whoever rests until something is due is woken for what is due earlier, and for nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.due_times import DueTimes
from bot.ids import SessionId
from tests.still_clock import StillClock

NOW = datetime(2026, 3, 1, 19, tzinfo=UTC)
ONE, OTHER = SessionId(1), SessionId(2)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@asynccontextmanager
async def resting(due: DueTimes) -> AsyncIterator[None]:
    rest = asyncio.create_task(due.rest())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not rest.done()
    yield
    rest.cancel()
    await asyncio.gather(rest, return_exceptions=True)


@pytest.fixture
def due() -> DueTimes:
    due = DueTimes(StillClock(NOW))
    due.look_at = None
    due.expect(ONE, after(20))
    due.pass_on()
    return due


async def test_what_is_due_later_wakes_nobody(due: DueTimes) -> None:
    async with resting(due):
        due.expect(OTHER, after(20))
        due.expect_answer(ONE, "turn:3", after(30))
        due.look_by(after(40))
        assert not due.has_news


@pytest.mark.parametrize("what", ["a session", "an answer", "the whole outbox"])
async def test_what_is_due_earlier_does(due: DueTimes, what: str) -> None:
    async with resting(due):
        if what == "a session":
            due.expect(OTHER, after(10))
        elif what == "an answer":
            due.expect_answer(ONE, "turn:3", after(10))
        else:
            due.look_by(after(10))
        assert due.has_news


async def test_what_comes_before_the_rest_is_not_overslept(due: DueTimes) -> None:
    due.expect(OTHER, after(30))
    assert due.has_news
    await asyncio.wait_for(due.rest(), 1)


async def test_what_is_due_waits_until_it_was_seen(due: DueTimes) -> None:
    due.expect(ONE, after(0))
    due.expect_answer(OTHER, "turn:3", after(0))
    due.pass_on()
    assert due.waiting == {ONE, OTHER}
    due.seen(ONE)
    assert due.waiting == {OTHER}
