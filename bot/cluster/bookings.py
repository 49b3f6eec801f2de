"""What all processes together may do only so often: each time is booked in the database, one after the other.

A booking is a row that says when the next may be. Taking it and moving it on is one statement, so no two processes
get the same time, whatever their clocks show: PostgreSQL's is the only one that counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.store.store import StoreError

from .connecting import REACHED, Connection

LATE_S = 0.15
"""How much later than booked something may be done. What is booked has more than that to spare."""
TRIES = 3
"""How often a time is booked until whoever is too slow for any goes without: it has let enough times pass."""
_BOOK = """
UPDATE agreed SET value = greatest(value, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) + %s
WHERE name = %s RETURNING value - %s - (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
"""
_ADD = "INSERT INTO agreed (name, value) SELECT %s, 0 WHERE NOT EXISTS (SELECT FROM agreed WHERE name = %s)"


class Bookings:
    """Books times over a connection of its own, which is opened when it is needed and after it was lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._opening = asyncio.Lock()

    async def book(self, name: str, every_s: float, how_many: int = 1) -> float:
        """Take the next times of that name.

        Args:
            name: what is booked.
            every_s: how many seconds lie between two of them.
            how_many: how many are taken, one after the other.

        Returns:
            How many seconds it is until the first of them; less than 0, if that might have been before.

        Raises:
            StoreError: the database does not answer.
        """
        length = round(every_s * 1_000_000) * how_many
        try:
            connection = await self._connected()
            found = await connection.ask(_BOOK, length, name, length)
            if not found:
                await self._add(connection, name)
                found = await connection.ask(_BOOK, length, name, length)
        except REACHED:
            await self.close()
            raise StoreError("The PostgreSQL database does not answer.") from None
        return float(found[0][0]) / 1_000_000

    async def wait_for(
        self, book: Callable[[], Awaitable[float]], sleep: Callable[[float], Awaitable[None]]
    ) -> bool:
        """Wait for a time that is booked. Whoever wakes up long after it books another: else all that had waited in a
        process that stood still would go at once.

        Args:
            book: takes a time, as `book` does.
            sleep: waits so many seconds.

        Returns:
            Whether it is that time now. If not, this process is too slow to keep to any. Then a few times have passed
            for nothing, and it may go on, if what it does so does not come all at once.

        Raises:
            StoreError: the database does not answer.
        """
        time = asyncio.get_running_loop().time
        for _ in range(TRIES):
            wait_s = await book()
            due = time() + max(0.0, wait_s)
            if wait_s > 0:
                await sleep(wait_s)
            if time() - due < LATE_S:
                return True
        return False

    async def _connected(self) -> Connection:
        async with self._opening:
            if self._connection is None:
                # What is lost in a crash of the server is a time nobody needs any more.
                self._connection = await Connection.open(self._url, "synchronous_commit=off")
        return self._connection

    async def _add(self, connection: Connection, name: str) -> None:
        """The row of a name that is booked for the first time. Whoever is second finds it there."""
        await connection.ask("SELECT pg_advisory_lock(hashtext('agreed'))")
        try:
            await connection.ask(_ADD, name, name)
        finally:
            await connection.ask("SELECT pg_advisory_unlock(hashtext('agreed'))")

    async def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
