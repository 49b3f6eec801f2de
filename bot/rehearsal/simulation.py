"""The real bot on SimCord, in simulated time.

`async with simulation() as sim:` gives a running bot on a scratch database, the simulated Discord around it,
a clock that moves only when told to, and restarts.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import simcord

from bot.app import create_bot
from bot.client import StoryCircleBot
from bot.clock import Clock
from bot.settings import Settings

from . import patches

T = TypeVar("T")


class SimulatedClock(Clock):
    """Simulated time: every wait is declared to SimCord, so that only `advance` lets it end."""

    # It never sleeps, and weeks of it are to pass in a moment.
    beat_s = 30
    quiet_s = 6 * 3600

    env: simcord.Env
    """Whoever makes the clock sets it before the bot is started: it is made of the bot, and the bot of its clock."""

    def __init__(self) -> None:
        self._later: set[asyncio.Task[None]] = set()

    def do_later(self, seconds: float, do: Callable[[], None]) -> None:
        # A bare timer that is shorter than the settling time would be waited for in real time.
        async def later() -> None:
            await self.sleep(seconds, "something small")
            do()

        task = asyncio.ensure_future(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def idle(self, awaitable: Awaitable[T], reason: str) -> T:
        result: T = await self.env.external_wait(awaitable, reason=reason)
        return result


class Simulation:
    """A running bot and the simulated Discord it is in."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bot, self._clock = self._new_bot()
        self.env = simcord.Env(self.bot, settle_timeout=10.0, check_errors=False)
        self._clock.env = self.env

    async def start(self) -> None:
        """Connect the bot."""
        await self.env.start()

    async def advance(self, seconds: float) -> None:
        """Let that many seconds pass, and everything happen that then happens."""
        await self.env.advance_time(seconds)

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database, in the same simulated Discord."""
        with self.env.time_context():
            await self.bot.close()
        await self.start_again()

    async def start_again(self) -> None:
        """Start a new bot in place of one that was stopped, or that crashed."""
        self.bot, self._clock = self._new_bot()
        self._clock.env = self.env
        await self.env.restart_bot(self.bot)

    async def stop(self) -> None:
        """End everything."""
        await self.bot.close()
        await self.env.shutdown()

    def _new_bot(self) -> tuple[StoryCircleBot, SimulatedClock]:
        clock = SimulatedClock()
        return create_bot(self.settings, clock), clock


@asynccontextmanager
async def simulation(
    database: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    begins_at: datetime | None = None,
) -> AsyncIterator[Simulation]:
    """Run the real bot on SimCord.

    Args:
        database: the SQLite file; a scratch one when None.
        overrides: sections of the settings, as mappings, that differ from the defaults.
        begins_at: what time it is there to begin with, aware; SimCord's own beginning when None.
    """
    with tempfile.TemporaryDirectory(prefix="story-circle-", ignore_cleanup_errors=True) as folder:
        file = database or Path(folder) / "rehearsal.db"
        sections: dict[str, Any] = {
            "database": {"url": f"sqlite:///{file}"},
            "privacy": {"key_file": file.parent / "seal.key"},
            "backup": {"nightly": False},
        }
        for name, values in (overrides or {}).items():
            sections[name] = {**sections.get(name, {}), **values}
        with patches.installed():
            sim = Simulation(Settings.load(None, **sections))
            if begins_at is not None:
                patches.begin_at(sim.env, begins_at)
            try:
                await sim.start()
                with sim.env.time_context():
                    yield sim
            finally:
                # Also when it is interrupted while it starts: nothing may be left behind.
                await asyncio.shield(asyncio.ensure_future(sim.stop()))
