"""The one place that reads time or waits.

Everything else asks a `Clock`, so that a simulated one can take its place and a ninety-minute session can be
played in a second. No other module calls `datetime.now`, `time.time` or `asyncio.sleep`; a test sees to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import discord

T = TypeVar("T")

NEXT_LOOK = "the next look at who has the piece"
MORE_TO_ERASE = "more to erase"
ERASING_AGAIN = "erasing again"
NEXT_BACKUP = "the next backup"
NEXT_DAY = "the next day"
END_OF_QUARTER = "the end of a quarter"
UNSEEN = frozenset((NEXT_LOOK, MORE_TO_ERASE, ERASING_AGAIN, NEXT_BACKUP, NEXT_DAY, END_OF_QUARTER))
"""What the waits are called after which nobody sees anything: something is looked at, or tidied."""


class Clock:
    """Real time."""

    beat_s: float = 2
    """How often to keep, in seconds, that the bot is alive while a session is under way. The time it was away is
    given back to within this much; each time costs one small write, about a millisecond."""
    fault_s: float = 1
    """How soon to look again, in seconds, when the database could not be used: it may be back at any time."""
    quiet_s: float = 30
    """How often to look again, in seconds, although nothing is due and no session is under way: the machine may
    have slept, or its clock have been put right."""

    def utcnow(self) -> datetime:
        """The present instant, aware, UTC."""
        return discord.utils.utcnow()

    def discord_now(self) -> datetime:
        """The present instant as Discord has it, for what says until when Discord takes it. The same, unless this
        clock is made to run faster than Discord's."""
        return self.utcnow()

    async def idle(self, awaitable: Awaitable[T], reason: str) -> T:
        """Wait for something that may take long or never come. `reason` says what, for whoever debugs."""
        return await awaitable

    async def sleep(self, seconds: float, reason: str) -> None:
        """Wait that many seconds."""
        await self.idle(asyncio.sleep(max(0.0, seconds)), reason)

    def do_later(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something small in that many seconds, if the bot runs then. Nothing waits for it."""
        asyncio.get_running_loop().call_later(seconds, do)

    async def wait(self, event: asyncio.Event, reason: str, timeout_s: float | None = None) -> bool:
        """Wait until the event is set (True) or that many seconds have passed (False)."""

        async def waiting() -> None:
            async with asyncio.timeout(timeout_s):
                await event.wait()

        try:
            await self.idle(waiting(), reason)
        except TimeoutError:
            return False
        return True
