"""One process that has a PostgreSQL database for itself, for as long as it runs: also when the server starts anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.store.store import StoreError

from .connecting import REACHED, Connection
from .layout import Taken, stay_alone

log = logging.getLogger(__name__)

AGAIN_S = 1.0


class Alone:
    """The lock that keeps others away. It is gone with its connection, and then it is taken again."""

    def __init__(self, url: str, clock: Clock, connection: Connection) -> None:
        self._url = url
        self._clock = clock
        self._connection = connection
        self._doubt = asyncio.Event()

    @classmethod
    async def begin(cls, url: str, clock: Clock) -> Alone:
        """Take it. Raises `StoreError`: the database cannot be reached, or others are at work on it."""
        return cls(url, clock, await stay_alone(url, clock))

    def look_soon(self) -> None:
        """The database could not be used: the server may have started anew, and let go of every lock."""
        self._doubt.set()

    async def run(self, stop: Callable[[], object]) -> None:
        """Keep it, until it is cancelled.

        Args:
            stop: called when another process has it: both would answer everybody.
        """
        try:
            while True:
                await self._clock.wait(self._doubt, "a fault of the database")
                self._doubt.clear()
                try:
                    await self._connection.ask("SELECT 1")
                except REACHED:
                    await self._take_again()
        except Taken as error:
            log.critical("%s This one stops, for its connection was lost in between.", str(error))
            stop()

    async def _take_again(self) -> None:
        await self._connection.close()
        while True:
            try:
                self._connection = await stay_alone(self._url, self._clock)
            except Taken:
                raise
            except (StoreError, *REACHED):
                await self._clock.sleep(AGAIN_S, "the database")
            else:
                return

    async def close(self) -> None:
        """Let others begin."""
        await self._connection.close()
