"""Killing the bot at an exact point: after a commit, or after Discord took something and before that was kept.

A killed process finishes nothing: from the point on, the old bot's database and its Discord are gone for it,
so no clean-up of its can save or send anything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from simcord.env import Env
from simcord.http import client as simcord_client

from bot.store.store import SQLiteStore
from tests.journeys.house import House


class Killed(BaseException):
    """The process is no more."""


class Points:
    """Counts the points a session passes, and kills the bot at one of them."""

    def __init__(
        self, kill_at: int | None = None, *, beats: int | None = None, requests: bool = True
    ) -> None:
        self.beats = beats
        self.requests = requests
        self.kill_at = kill_at
        self.passed = 0
        self.names: list[str] = []
        self.dead = False

    def pass_point(self, name: str) -> None:
        """One more commit, or one more request that Discord took."""
        self.check()
        if not self.requests and not name.startswith("commit"):
            return
        if name == "commit beat" and self.beats is not None:
            # A beat saves only that the bot lives: after some of them the next is like the last.
            self.beats -= 1
            if self.beats < 0:
                return
        self.passed += 1
        self.names.append(name)
        if self.passed == self.kill_at:
            self.dead = True
            raise Killed(name)

    def check(self) -> None:
        """A dead process does nothing."""
        if self.dead:
            raise Killed("already")

    def die(self) -> None:
        """The process is killed now, whatever it is doing."""
        self.dead = True

    def revive(self) -> None:
        """A new process is started; it is not killed again."""
        self.dead = False


Step = Callable[[House], Awaitable[object]]
"""One thing that happens; it can be done again by its person."""


def press(person: int, label: str) -> Step:
    """Somebody (0: Fay, then the members) presses the newest button of that label they see, if there is one."""

    async def step(h: House) -> None:
        who = [h.fay, *h.members][person]
        try:
            message = h.newest(who, f"[{label}]")
        except AssertionError:
            return
        await h.press(who, label, message)

    return step


async def play_through(h: House, points: Points, steps: Sequence[Step]) -> None:
    """Do the steps. When the bot is killed on the way it is started again, and whoever got no answer tries again."""
    for step in steps:
        try:
            await step(h)
        except (AssertionError, Killed):
            if not points.dead:
                raise
        if points.dead:
            await rise(h, points)
            await step(h)


async def rise(h: House, points: Points) -> None:
    """A new process in place of the dead one."""
    points.revive()
    dead = h.sim.bot
    await h.sim.start_again()
    await dead.circles.store.close()  # a dead process holds nothing open; nothing is saved by this
    await h.env.settle(idle=0.001)


@contextmanager
def counting(points: Points) -> Iterator[None]:
    """Let every commit and every request to Discord pass a point."""
    write, read = SQLiteStore.write, SQLiteStore.read
    request = simcord_client.FakeHTTPClient.request
    adapter_request = simcord_client.FakeWebhookAdapter.request
    move_clock = Env._move_clock

    def halting_clock(self: Any, target: float) -> None:
        """Time stands still while there is no bot, so that a restart takes none of it."""
        points.check()
        move_clock(self, target)

    async def counted_write(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        points.check()
        result = await write(self, work, *args, **kwargs)
        points.pass_point(f"commit {getattr(work, '__name__', work)}")
        return result

    async def counted_read(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        points.check()
        return await read(self, work, *args, **kwargs)

    async def counted_request(self: Any, route: Any, *args: Any, **kwargs: Any) -> Any:
        points.check()
        result = await request(self, route, *args, **kwargs)
        if route.method != "GET":
            points.pass_point(f"{route.method} {route.path}")
        return result

    async def counted_answer(self: Any, route: Any, *args: Any, **kwargs: Any) -> Any:
        points.check()
        result = await adapter_request(self, route, *args, **kwargs)
        points.pass_point(f"{route.method} {route.path}")
        return result

    with (
        patch.object(SQLiteStore, "write", counted_write),
        patch.object(SQLiteStore, "read", counted_read),
        patch.object(simcord_client.FakeHTTPClient, "request", counted_request),
        patch.object(simcord_client.FakeWebhookAdapter, "request", counted_answer),
        patch.object(Env, "_move_clock", halting_clock),
    ):
        yield
