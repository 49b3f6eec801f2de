"""The eraser: at the start, after what was destroyed, several at once, and again when something was in the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.timing.erasing import AGAIN_S, TELL_AFTER, TOGETHER_S, Eraser
from tests.logged import logged
from tests.still_clock import RestlessClock


class _Files:
    """What is erased, and how often it was tried."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.tries = 0
        self._answers = list(answers)

    async def erase(self) -> bool:
        self.tries += 1
        answer = self._answers.pop(0) if self._answers else True
        if isinstance(answer, Exception):
            raise answer
        return answer


@asynccontextmanager
async def _running(erase: Callable[[], Awaitable[bool]]) -> AsyncIterator[tuple[Eraser, RestlessClock]]:
    clock = RestlessClock()
    eraser = Eraser(erase, clock)
    task = asyncio.create_task(eraser.run())
    await _soon()
    yield eraser, clock
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _soon() -> None:
    for _ in range(60):
        await asyncio.sleep(0)


async def test_it_erases_at_the_start_and_then_only_when_something_was_destroyed() -> None:
    files = _Files()
    async with _running(files.erase) as (eraser, clock):
        assert files.tries == 1
        await _soon()
        assert files.tries == 1
        for _ in range(5):
            eraser.wake()
        await _soon()
        assert files.tries == 2, "what is destroyed in one moment is erased together"
        assert clock.slept == [TOGETHER_S, TOGETHER_S], "the rest comes after erasing, and never before"


async def test_what_was_in_the_way_is_tried_again_with_longer_and_longer_waits() -> None:
    files = _Files(*[False] * 11)
    async with _running(files.erase) as (_, clock):
        assert files.tries == 12
        assert clock.slept == [min(AGAIN_S[0] * 2**n, AGAIN_S[1]) for n in range(11)] + [TOGETHER_S]


async def test_a_fault_ends_nothing_and_whoever_runs_the_bot_is_told_once() -> None:
    files = _Files(*[ValueError("Zwetschgen")] * 2, *[False] * TELL_AFTER)
    with logged() as log:
        async with _running(files.erase):
            assert files.tries == 3 + TELL_AFTER
    assert log.getvalue().count("still lies in the database's files") == 1
    assert log.getvalue().count("could not be erased") == 2
    assert "Zwetschgen" not in log.getvalue()


async def test_what_is_destroyed_while_it_erases_is_erased_next() -> None:
    going, tries = asyncio.Event(), 0

    async def slow() -> bool:
        nonlocal tries
        tries += 1
        await going.wait()
        return True

    async with _running(slow) as (eraser, _):
        eraser.wake()
        going.set()
        await _soon()
        assert tries == 2
