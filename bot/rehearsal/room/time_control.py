"""How time passes in the room: by itself at a chosen speed, or in a jump, and never while somebody acts.

While nothing is due, passing is adding a number: an idle room costs next to nothing. What becomes due is the
bot's business, SimCord's and the helpers'; here it is only let happen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from . import simcord_calls
from .fault_switches import FaultSwitches
from .guide import Guide
from .helpers import LOOK_S, Helpers
from .refused import Refused
from .world import World

SPEEDS = (0, 1, 10, 60)
LONGEST_SKIP_S = 24 * 3600
STEP_S = 5.0
"""How much of a jump passes at once; whoever presses something meanwhile waits no longer than that takes. Hours in
which nothing is due pass at once too: they take no time at all."""
LATE_S = 2.0
"""Real seconds of delay that are made good. A computer that slept for an hour goes on where it was."""
LEAST_S = 1e-6
"""The smallest step of simulated time: less is nothing but what numbers lose when they are added."""
SOONEST_S, LATEST_S = 0.04, 1.0
"""How often the room looks after its time, in real seconds."""
WAITS = "Time waits for you in this step. Do what it says, or go on with the buttons beside it."
HELPERS_WITHIN_S = 180.0
SENDING_WITHIN_S = 60.0
"""How long, in simulated seconds, something may take to happen that no deadline tells of."""


class TimeControl:
    """The room's time."""

    def __init__(self, world: World, switches: FaultSwitches, helpers: Helpers, guide: Guide) -> None:
        self._world = world
        self._env = world.env
        self._switches = switches
        self._helpers = helpers
        self._guide = guide
        self._speed = 1
        self._since = time.monotonic()
        self._looked_s = simcord_calls.elapsed(self._env)
        self._woken = asyncio.Event()
        self._jumping = asyncio.Lock()

    @property
    def speed(self) -> int:
        """Simulated seconds in a real one; 0 while time stands still, as where the guide waits for somebody."""
        return 0 if self._guide.holds else self._speed

    def now(self) -> datetime:
        """What time it is there, between two steps too."""
        due = simcord_calls.next_due(self._env)
        owed = self._owed()
        if due is not None:
            owed = min(owed, max(0.0, due - simcord_calls.elapsed(self._env)))
        return self._env.now() + timedelta(seconds=owed)

    async def set_speed(self, speed: object) -> None:
        """Let time pass at that speed from here on.

        Raises:
            Refused: there is no such speed.
        """
        if isinstance(speed, bool) or not isinstance(speed, int) or speed not in SPEEDS:
            raise Refused("Time can stand still, or pass 1, 10 or 60 times as fast.")
        if self._guide.holds and speed:
            raise Refused(WAITS)
        async with self.turn():
            self._speed = speed
        self._world.page_updates.touch()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One person's turn to act: time is brought up to now first, and nothing else happens meanwhile."""
        try:
            async with self._world.one_at_a_time():
                await self._catch_up()
                yield
                self._world.look()
                self._guide.look()
        finally:
            self._woken.set()

    # By itself

    async def run(self) -> None:
        """Let time pass, for ever."""
        while True:
            self._woken.clear()
            try:
                async with asyncio.timeout(self._wait_s()):
                    await self._woken.wait()
            except TimeoutError:
                await self._go_on()

    async def _go_on(self) -> None:
        try:
            async with self._world.one_at_a_time():
                await self._catch_up()
        except Exception as error:
            # Whatever it is, the page stays and says so; time that stands still harms nothing.
            self._speed = 0
            self._world.faults.add_raised(error)
            self._world.notice("Time stands still now, because something went wrong.")

    def _wait_s(self) -> float | None:
        if not self.speed:
            return None
        left = self._until_next()
        wait = LATEST_S if left is None else left / self.speed
        return min(max(wait, SOONEST_S), LATEST_S)

    def _owed(self) -> float:
        return min(time.monotonic() - self._since, LATE_S) * self.speed

    async def _catch_up(self) -> None:
        owed, self._since = self._owed(), time.monotonic()
        if owed > 0:
            await self._pass(owed)

    async def _pass(self, seconds: float) -> None:
        """Let time pass, under the lock."""
        end = simcord_calls.elapsed(self._env) + seconds
        try:
            await self._live()
            while (left := end - simcord_calls.elapsed(self._env)) > LEAST_S and not self._guide.holds:
                until = [left, self._until_look(), self._switches.until_change()]
                await simcord_calls.move(
                    self._env, max(LEAST_S, min(one for one in until if one is not None))
                )
                self._switches.pass_by()
                self._world.look()
                await self._live()
            # What is shown now is the step that belongs to it, and the next jump does not run past that step.
            self._guide.look()
        except TimeoutError as error:
            self._world.faults.add(f"The bot was busy for too long: {str(error).splitlines()[0]}")

    async def _live(self) -> None:
        if self._until_look() == 0.0:
            self._looked_s = simcord_calls.elapsed(self._env)
            if not self._switches.is_down:
                await self._helpers.tend()
            self._guide.look()

    def _until_look(self) -> float | None:
        """Simulated seconds until somebody looks; None when nobody would."""
        if not self._helpers.are_busy and not self._guide.is_on:
            return None
        left = self._looked_s + LOOK_S - simcord_calls.elapsed(self._env)
        return left if left > LEAST_S else 0.0

    def _until_next(self) -> float | None:
        due = simcord_calls.next_due(self._env)
        lefts = [
            None if due is None else max(0.0, due - simcord_calls.elapsed(self._env)),
            self._until_look(),
            self._switches.until_change(),
        ]
        return min((left for left in lefts if left is not None), default=None)

    # In jumps

    async def skip(self, seconds: object) -> None:
        """Let that many seconds pass at once.

        Raises:
            Refused: it is no number of seconds, or too many.
        """
        if (
            isinstance(seconds, bool)
            or not isinstance(seconds, int | float)
            or not 0 < seconds <= LONGEST_SKIP_S
        ):
            raise Refused("Time can be skipped by one second up to a day.")
        if self._guide.holds:
            raise Refused(WAITS)
        async with self._jumping:
            began, left = simcord_calls.elapsed(self._env), float(seconds)
            while left > 0 and not self._guide.holds:
                async with self._world.one_at_a_time():
                    self._since = time.monotonic()
                    until = self._until_next()
                    step = min(left, max(STEP_S, left if until is None else until))
                    await self._pass(step)
                left -= step
            passed = simcord_calls.elapsed(self._env) - began
        self._world.notice(f"Time skipped {_spoken(passed)}.")
        self._woken.set()

    async def skip_to_next(self) -> None:
        """Let time pass until something happens: a deadline, a delivery, or a helper's doing.

        Raises:
            Refused: nothing would happen by itself.
        """
        if self._guide.holds:
            raise Refused(WAITS)
        async with self._jumping:
            async with self.turn():
                within = await self._something_within()
            if within is None:
                raise Refused("Nothing happens by itself now; somebody has to do something first.")
            began, before = simcord_calls.elapsed(self._env), self._so_far()
            while self._so_far() == before and simcord_calls.elapsed(self._env) < began + within:
                async with self._world.one_at_a_time():
                    self._since = time.monotonic()
                    left = began + within - simcord_calls.elapsed(self._env)
                    await self._pass(min(self._until_next() or LOOK_S, left) + 0.001)
            passed = simcord_calls.elapsed(self._env) - began
        self._world.notice(f"Time skipped {_spoken(passed)}.")
        self._woken.set()

    async def skip_until(self, is_there: Callable[[], bool], within_s: float) -> None:
        """Let time pass until that is so, but no more than so many seconds of it."""
        async with self._jumping:
            end = simcord_calls.elapsed(self._env) + within_s
            while not is_there() and (left := end - simcord_calls.elapsed(self._env)) > LEAST_S:
                async with self._world.one_at_a_time():
                    self._since = time.monotonic()
                    await self._pass(min(self._until_next() or LOOK_S, left, LOOK_S) + 0.001)
        self._woken.set()

    def _so_far(self) -> tuple[object, ...]:
        """What is another once something has happened."""
        return simcord_calls.happened(self._env), self._guide.at

    async def _something_within(self) -> float | None:
        """In how many simulated seconds at most something happens by itself; None when nothing would."""
        elapsed = simcord_calls.elapsed(self._env)
        soon = [at - elapsed for at in simcord_calls.deliveries_due(self._env)]
        due = await self._world.sim.bot.desks.timing.look(now := self._env.now())
        if due.sessions or due.schedules:
            soon.append(0.0)
        if due.next_at is not None:
            soon.append((due.next_at - now).total_seconds())
        # What follows from it has to reach Discord too.
        within = [max(0.0, left) + SENDING_WITHIN_S for left in soon]
        change = self._switches.until_change()
        if change is not None:
            within.append(change)
        if self._helpers.are_busy:
            within.append(HELPERS_WITHIN_S)
        longest = max(within, default=None)
        # Who is led and skips where something is to be pressed must not lose the circle to its next deadline.
        return min(longest, HELPERS_WITHIN_S) if longest is not None and self._guide.is_on else longest


def _spoken(seconds: float) -> str:
    """That many seconds, in words."""
    left, parts = max(1, round(seconds)), []
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, length)
        if count:
            parts.append(_counted(count, unit))
    # Nobody who skips days counts the seconds.
    return " and ".join(parts[:2])


def _counted(count: int, unit: str) -> str:
    return f"one {unit}" if count == 1 else f"{count} {unit}s"
