"""Weeks in seconds, over real sockets: an event loop whose time moves only when there is nothing else to do.

The loop's time stands still while anything is ready: a callback, a byte on a socket, a thread that works for it. Only
when all are idle does it jump to the next timer. So everything that waits through the loop waits in virtual time: the
bot's clock, discord.py's own waits after a 429, the scheduler's alarm, and the test.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from unittest.mock import patch

import aiohttp
import aiosqlite
import discord

from bot.clock import Clock
from bot.cluster import connecting
from bot.rehearsal.patches import apscheduler_asks_discords_clock

T = TypeVar("T")

STUCK_S = 40.0
"""How long one instant may last, in real time: beyond it the bot works in circles, or waits for what never comes."""
BEGINS_AT = datetime(2026, 1, 1, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop."""

    def __init__(self) -> None:
        self._virtual = 0.0
        self._working = 0
        self._looking: list[asyncio.Future[None]] = []
        self._moved_at = time.monotonic()
        super().__init__(_Selector(self))
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._virtual

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self.working(1)
        future.add_done_callback(lambda _: self.working(-1))
        return future

    def working(self, change: int) -> None:
        """A thread begins (1) or ends (-1) something that the loop waits for."""
        self._working += change

    async def settled(self) -> None:
        """Wait until nothing is left to do at this instant."""
        future = self.create_future()
        self._looking.append(future)
        await future

    # For the selector

    @property
    def is_busy(self) -> bool:
        """Whether a thread works for the loop."""
        return self._working > 0

    def check(self) -> None:
        """Nobody may hold time up for ever.

        Raises:
            AssertionError: somebody has.
        """
        assert time.monotonic() - self._moved_at < STUCK_S, (
            "at this instant there is no end of work, or nothing left"
        )

    def idle(self, timeout: float) -> None:
        """Nothing is ready: tell whoever waits for that, or else let time jump."""
        self._moved_at = time.monotonic()
        if self._looking:
            looking, self._looking = self._looking, []
            for future in looking:
                if not future.done():
                    future.set_result(None)
        else:
            self._virtual += timeout


class _Selector(selectors.DefaultSelector):
    """Looks for what is ready, and lets time jump instead of waiting for a timer."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self._here, self._there = _connected()

    def close(self) -> None:
        self._here.close()
        self._there.close()
        super().close()

    def select(self, timeout: float | None = None) -> Any:
        self._loop.check()
        if found := super().select(0):
            return found
        if timeout is not None and timeout <= 0:
            return found
        while self._loop.is_busy or (timeout is None and not self._loop._looking):
            if found := super().select(0.02):
                return found
            self._loop.check()
        self._let_bytes_arrive()
        if found := super().select(0):
            return found
        self._loop.idle(timeout or 0.0)
        return found

    def _let_bytes_arrive(self) -> None:
        """Return when what was sent before is there. The system hands on what is sent within one machine in its order,
        so a byte that is sent now comes last."""
        self._here.send(b"?")
        self._there.recv(1)


def _connected() -> tuple[socket.socket, socket.socket]:
    """Two ends of a line, of the kind that the bot and its Discord have between them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = socket.create_connection(server.getsockname())
        here.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        there, _ = server.accept()
        return here, there


class VirtualClock(Clock):
    """The bot's clock in a virtual loop. It never sleeps, and weeks of it are to pass in a moment."""

    quiet_s = 6 * 3600


def now(loop: asyncio.AbstractEventLoop | None = None) -> datetime:
    """The present instant in a virtual loop; in the running one when None."""
    return BEGINS_AT + timedelta(seconds=(loop or asyncio.get_running_loop()).time())


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run a story in virtual time, from the beginning of 2026 on."""
    with seams(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)


@contextmanager
def seams() -> Iterator[None]:
    """Where a library reads time or works in a thread behind the loop's back."""
    execute, connect = aiosqlite.core.Connection._execute, aiosqlite.core.Connection._connect

    def counted(work: Any) -> Any:
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, VirtualLoop)
            loop.working(1)
            try:
                return await work(*args, **kwargs)
            finally:
                loop.working(-1)

        return wrapped

    wrap_future = asyncio.wrap_future

    def counted_future(future: Future[T], **kwargs: Any) -> asyncio.Future[T]:
        wrapped, loop = wrap_future(future, **kwargs), asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop.working(1)
        wrapped.add_done_callback(lambda _: loop.working(-1))
        return wrapped

    with ExitStack() as stack:
        stack.enter_context(patch.object(asyncio, "wrap_future", counted_future))
        stack.enter_context(patch.object(aiosqlite.core.Connection, "_execute", counted(execute)))
        stack.enter_context(patch.object(aiosqlite.core.Connection, "_connect", counted(connect)))
        for way in ("open", "ask", "close"):
            work = getattr(connecting.Connection, way)
            held = counted(getattr(work, "__func__", work))
            stack.enter_context(
                patch.object(connecting.Connection, way, classmethod(held) if way == "open" else held)
            )
        stack.enter_context(patch.object(discord.utils, "utcnow", now))
        stack.enter_context(patch.object(discord.ui.view, "time", _LoopTime()))
        stack.enter_context(patch.object(aiohttp.connector, "monotonic", _LoopTime().monotonic))
        stack.enter_context(apscheduler_asks_discords_clock())
        yield


class _LoopTime:
    """`time` as discord.py's views and aiohttp's idle connections see it."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()
