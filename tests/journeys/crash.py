"""Killing the bot at an exact point: after a commit, or after Discord took something and before that was kept.

A killed process finishes nothing: from the point on, the old bot's database and its Discord are gone for it,
so no clean-up of its can save or send anything. Each kill happens in a copy of the process (`forking`); the story
itself is played on to its end, undisturbed, and passes all the other points. A copy that has gone on for some steps,
and in which all is then as it is without any restart, is killed again, so that fewer copies are enough for all points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

from simcord.env import Env
from simcord.http import client as simcord_client

from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SQLiteStore
from bot.timing.erasing import Eraser
from tests import databases
from tests.journeys.forking import Forks, move_database
from tests.journeys.house import House
from tests.journeys.playing import Playing

BEAT = "commit beat"
STEPS_BETWEEN = 4
"""How many steps of a story go by between two kills, as many as a turn takes, with nothing to be seen of the first
before the second comes."""


class Killed(BaseException):
    """The process is no more."""


@dataclass(frozen=True)
class Point:
    """A place in a story: after which commit, or which request that Discord took."""

    step: int
    name: str
    nth: int
    """Of those of that name in that step, counted from 1. What comes between may change with a restart."""

    def __str__(self) -> str:
        return f"step {self.step}: {self.name}, number {self.nth}"


class Points:
    """Counts the points a story passes; at some of them a copy of the process is made, in which the bot is killed.

    Args:
        undisturbed: the same story without any restart. If there is one, the bot is killed at every point: in a copy
            made there, or in one that was killed before, if all is as it is in this story some steps after that. None:
            it is killed nowhere.
        requests: whether requests are points too, or commits alone.

    A heartbeat saves only that the bot lives. Of those that follow one another, with nothing else between them, the
    first is a point: a bot that starts after a later one finds all but that instant as it was.
    """

    def __init__(
        self,
        undisturbed: Points | None = None,
        *,
        requests: bool = True,
    ) -> None:
        self.undisturbed = undisturbed
        self.requests = requests
        self.before: list[Any] = []
        """What there was before each step, if that is looked at."""
        self.passed: list[Point] = []
        self.killed: list[Point] = []
        """In a copy: where it was killed."""
        self.over: set[Point] = set()
        """At which points some copy has been killed, and has come to its end."""
        self.forks = Forks()
        self.dead = False
        self.buried: list[object] = []
        """The databases of bots that were killed: what is left of these bots must not work on, in threads they lost."""
        self._last = ""
        self._step = 0
        self._names: Counter[str] = Counter()
        self._left: set[Point] = set()
        """In a copy: the points of this step at which it may be killed again."""

    async def begin(self, step: int, look: Callable[[], Awaitable[Any]]) -> None:
        """A step of the story begins. `look` tells what there is by now."""
        self._step, self._names, self._left = step, Counter(), set()
        if self.undisturbed is None:
            self.before.append(await look())
        elif self.killed and step - self.killed[-1].step >= STEPS_BETWEEN:
            left = {point for point in self.undisturbed.passed if point.step == step} - self.over
            if left and await look() == self.undisturbed.before[step]:
                self._left = left

    def pass_point(self, name: str) -> None:
        """One more commit, or one more request that Discord took."""
        self.check()
        last, self._last = self._last, name
        if last == name == BEAT or not (self.requests or name.startswith("commit")):
            return
        self._names[name] += 1
        point = Point(self._step, name, self._names[name])
        self.passed.append(point)
        if point in self._left or self._is_copied(point):
            self.killed.append(point)
            self._left = set()
            self.dead = True
            raise Killed(name)

    def _is_copied(self, point: Point) -> bool:
        """In the story, make a copy that goes its own way from here, unless one has, and wait for its end. Returns
        whether this is the copy."""
        if self.undisturbed is None or self.forks.is_copy or point in self.over:
            return False
        is_copy = self.forks.branch(lambda: list(self.killed))
        if not is_copy:
            self.over.update(self.forks.branches[-1].told or [], [point])
        return is_copy

    def die(self) -> None:
        """Kill the bot here and now, in the story itself."""
        self.dead = True

    def check(self, store: object = None) -> None:
        """A dead process does nothing."""
        if any(store is one for one in self.buried):
            raise Killed("buried")
        if self.dead:
            raise Killed("already")


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


async def play_through(
    h: House, points: Points, steps: Sequence[Step], look: Callable[[Playing], Awaitable[Any]] | None = None
) -> None:
    """Do the steps. When the bot is killed on the way it is started again, and whoever got no answer tries again.

    Args:
        look: tells before each step what there is by now, if that matters.
    """
    killed = []  # kept, so that nothing of theirs is tidied up: a killed process tidies up nothing
    for number, step in enumerate(steps):
        if look is not None:
            await points.begin(number, partial(look, h))
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
    await h.env.settle()
    return dead


def _named(transaction: Callable[..., Any]) -> str:
    """What a transaction is called: by the use case it runs, if it runs one."""
    code, cells = getattr(transaction, "__code__", None), getattr(transaction, "__closure__", None)
    around = dict(zip(code.co_freevars, cells or (), strict=True)) if code else {}
    for name in ("use_case", "work"):
        if name in around and (use_case := around[name].cell_contents):
            return _named_itself(use_case)
    return _named_itself(transaction)


def _named_itself(use_case: Callable[..., Any]) -> str:
    return getattr(use_case, "__name__", str(use_case))


@contextmanager
def counting(points: Points) -> Iterator[None]:
    """Let every commit and every request to Discord pass a point."""
    kind: Any = PostgresStore if databases.on_postgresql() else SQLiteStore
    write, read, tried = kind.write_then, kind.read, Eraser._tried
    request = simcord_client.FakeHTTPClient.request
    adapter_request = simcord_client.FakeWebhookAdapter.request
    move_clock = Env._move_clock

    def halting_clock(self: Any, target: float) -> None:
        """Time stands still while there is no bot, so that a restart takes none of it."""
        if points.dead:
            raise Killed("already")
        move_clock(self, target)

    async def counted_write(self: Any, work: Any, then: Any, about: Any = None) -> Any:
        points.check(self)
        result = await write(self, work, then, about)
        points.pass_point(f"commit {_named(work)}")
        return result

    async def counted_read(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        points.check(self)
        return await read(self, work, *args, **kwargs)

    async def counted_tried(self: Any) -> Any:
        # A bot that was started before this has the way to erase by heart.
        points.check(self._erase.__self__.store)
        return await tried(self)

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
        patch.object(kind, "write_then", counted_write),
        patch.object(kind, "read", counted_read),
        patch.object(Eraser, "_tried", counted_tried),
        patch.object(simcord_client.FakeHTTPClient, "request", counted_request),
        patch.object(simcord_client.FakeWebhookAdapter, "request", counted_answer),
        patch.object(Env, "_move_clock", halting_clock),
    ):
        yield
