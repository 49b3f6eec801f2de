"""Killing the bot at an exact point: after a commit, or after Discord took something and before that was kept.

A killed process finishes nothing: from the point on, the old bot's database and its Discord are gone for it,
so no clean-up of its can save or send anything. Each kill happens in a copy of the process (`forking`); the story
itself is played on to its end, undisturbed, and passes all the other points.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from simcord.env import Env
from simcord.http import client as simcord_client

from bot.store.store import SQLiteStore
from bot.timing.erasing import Eraser
from tests.journeys.forking import Forks, move_database
from tests.journeys.house import House
from tests.journeys.playing import Playing

BEAT = "commit beat"


class Killed(BaseException):
    """The process is no more."""


class Points:
    """Counts the points a session passes; at some of them a copy of the process is made, in which the bot is killed.

    Args:
        kills: whether the bot is killed at the point of that number, counted from 1; None: nowhere.
        requests: whether requests are points too, or commits alone.

    A heartbeat saves only that the bot lives. Of those that follow one another, with nothing else between them, the
    first is a point: a bot that starts after a later one finds all but that instant as it was.
    """

    def __init__(
        self,
        kills: Callable[[int], bool] | None = None,
        *,
        requests: bool = True,
    ) -> None:
        self.kills = kills
        self.requests = requests
        self.names: list[str] = []
        self._last = ""
        self.forks = Forks()
        self.dead = False
        self.buried: list[object] = []
        """The databases of bots that were killed: what is left of these bots must not work on, in threads they lost."""
        self._running: set[Future[Any]] = set()
        self._is_forking = False

    async def pass_point(self, name: str) -> None:
        """One more commit, or one more request that Discord took."""
        await self.check()
        last, self._last = self._last, name
        if last == name == BEAT or not (self.requests or name.startswith("commit")):
            return
        self.names.append(name)
        if self.kills is None or self.forks.is_copy or not self.kills(len(self.names)):
            return
        if await self._branch(f"killed at point {len(self.names)}: {name}"):
            self.dead = True
            raise Killed(name)

    async def _branch(self, name: str) -> bool:
        """Make a copy as soon as every thread is idle; until then nobody begins anything."""
        self._is_forking = True
        try:
            while self._running:  # noqa: ASYNC110 - SimCord takes an Event for an unknown wait
                await asyncio.sleep(0)
            return self.forks.branch(name)
        finally:
            self._is_forking = False

    def die(self) -> None:
        """Kill the bot here and now, in the story itself."""
        self.dead = True

    async def check(self, store: object = None) -> None:
        """A dead process does nothing."""
        if any(store is one for one in self.buried):
            raise Killed("buried")
        while self._is_forking:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        if self.dead:
            raise Killed("already")

    def watch(self, running: Future[Any]) -> None:
        """Know of what a thread does. Whoever asked for it may have gone; the thread still does it."""
        self._running.add(running)

    def told(self, done: Future[Any]) -> None:
        """A thread has done it, and has told everybody who waits for it."""
        self._running.discard(done)


Step = Callable[[Playing], Awaitable[object]]
"""One thing that happens; it can be done again by its person."""


def press(person: int, label: str) -> Step:
    """Somebody (0: Fay, then the members) presses the newest button of that label they see, if there is one."""

    async def step(h: Playing) -> None:
        who = [h.fay, *h.members][person]
        await h.look_out(who, f"[{label}]")
        try:
            message = h.newest(who, f"[{label}]")
        except AssertionError:
            return
        await h.press(who, label, message)

    return step


async def play_through(h: House, points: Points, steps: Sequence[Step]) -> None:
    """Do the steps. When the bot is killed on the way it is started again, and whoever got no answer tries again."""
    killed = []  # kept, so that nothing of theirs is tidied up: a killed process tidies up nothing
    for step in steps:
        try:
            await step(h)
        except BaseException:
            # Whatever a dead bot leaves undone is no fault.
            if not points.dead:
                raise
        if points.dead:
            killed.append(await rise(h, points))
            await step(h)


async def rise(h: House, points: Points) -> object:
    """Start a new process in place of the dead one. Returns what is left of that."""
    points.buried.append(h.sim.bot.desks.transactions.store)
    dead, points.dead = h.sim.bot, False
    move_database(h.sim)
    await h.sim.start_again()
    await h.env.settle(idle=0.001)
    return dead


def _named(transaction: Callable[..., Any]) -> str:
    """What a transaction is called: by the use case it runs, if it runs one."""
    use_case = inspect.getclosurevars(transaction).nonlocals.get("use_case", transaction)
    return getattr(use_case, "__name__", str(use_case))


@contextmanager
def counting(points: Points) -> Iterator[None]:
    """Let every commit and every request to Discord pass a point."""
    write, read, tried = SQLiteStore.write, SQLiteStore.read, Eraser._tried
    request = simcord_client.FakeHTTPClient.request
    adapter_request = simcord_client.FakeWebhookAdapter.request
    move_clock = Env._move_clock
    submit = ThreadPoolExecutor.submit
    invoke_callbacks = Future._invoke_callbacks  # type: ignore[attr-defined]

    def halting_clock(self: Any, target: float) -> None:
        """Time stands still while there is no bot, so that a restart takes none of it."""
        if points.dead:
            raise Killed("already")
        move_clock(self, target)

    async def counted_write(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        await points.check(self)
        result = await write(self, work, *args, **kwargs)
        await points.pass_point(f"commit {_named(work)}")
        return result

    async def counted_read(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        await points.check(self)
        return await read(self, work, *args, **kwargs)

    async def counted_tried(self: Any) -> Any:
        # A bot that was started before this has the way to erase by heart.
        await points.check(self._erase.__self__)
        return await tried(self)

    async def counted_request(self: Any, route: Any, *args: Any, **kwargs: Any) -> Any:
        await points.check()
        result = await request(self, route, *args, **kwargs)
        if route.method != "GET":
            await points.pass_point(f"{route.method} {route.path}")
        return result

    async def counted_answer(self: Any, route: Any, *args: Any, **kwargs: Any) -> Any:
        await points.check()
        result = await adapter_request(self, route, *args, **kwargs)
        await points.pass_point(f"{route.method} {route.path}")
        return result

    def watched_callbacks(self: Any) -> None:
        invoke_callbacks(self)
        points.told(self)

    def watched_submit(self: Any, work: Any, /, *args: Any, **kwargs: Any) -> Any:
        running = submit(self, work, *args, **kwargs)
        points.watch(running)
        if running.done():
            points.told(running)  # so early that nobody has asked to be told
        return running

    with (
        patch.object(ThreadPoolExecutor, "submit", watched_submit),
        patch.object(Future, "_invoke_callbacks", watched_callbacks),
        patch.object(SQLiteStore, "write", counted_write),
        patch.object(SQLiteStore, "read", counted_read),
        patch.object(Eraser, "_tried", counted_tried),
        patch.object(simcord_client.FakeHTTPClient, "request", counted_request),
        patch.object(simcord_client.FakeWebhookAdapter, "request", counted_answer),
        patch.object(Env, "_move_clock", halting_clock),
    ):
        yield
