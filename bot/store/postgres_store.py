"""The store on PostgreSQL: some writers side by side, each whole transaction in one hop to a thread, as on SQLite.

Rows are locked by whoever is about to change what they read (`locks`). PostgreSQL may undo one transaction for the
sake of another, or the connection may be lost before the commit: the work is then run once more from its beginning.
So a unit of work changes nothing outside the database that must not happen twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from . import postgres
from .prepared import PreparedConnection, ReadingConnection
from .store import Store, Transaction
from .threads import Threads
from .together import QueuedTransaction

P = ParamSpec("P")
R = TypeVar("R")

WRITING_THREADS, READING_THREADS, LONG_READING_THREADS = 4, 4, 2
"""How many run side by side. Each thread has a connection of its own."""
TIMES = 3
"""How often a transaction is run that others were in the way of, or that lost its connection."""


class PostgresStore(Store):
    """Writers, readers and long readers, each on threads of their own."""

    def __init__(self, url: str) -> None:
        """`url`: `postgresql://user:password@host:port/database`. Nothing is connected yet."""
        super().__init__()
        address = postgres.address(url)
        writer = postgres.engine(address, postgres.WRITING, WRITING_THREADS)
        reader = postgres.engine(address, postgres.READING, READING_THREADS)
        long_reader = postgres.engine(address, postgres.READING_LONG, LONG_READING_THREADS)
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        """Whose turn it is, of those about the same."""
        self._writing = Threads(writer, lambda: PreparedConnection(writer), WRITING_THREADS, "writer")
        self._reading = Threads(reader, lambda: ReadingConnection(reader), READING_THREADS, "reader")
        self._reading_long = Threads(
            long_reader, lambda: ReadingConnection(long_reader), LONG_READING_THREADS, "long reader"
        )

    async def write_then(
        self, work: Callable[[Connection], R], then: Callable[[], Future[bool]], about: Hashable = None
    ) -> R:
        asked = QueuedTransaction(work, then, asyncio.get_running_loop())
        # A commit that has begun is waited for even when whoever asked has gone: its outcome must be known.
        try:
            await asyncio.shield(asyncio.ensure_future(self._in_turn(about, asked)))
            result, elsewhere = asked.outcome()
            if not elsewhere.done():
                await asyncio.shield(asyncio.wrap_future(elsewhere))
            return result
        except SQLAlchemyError as error:
            raise postgres.in_words(error) from error

    async def _in_turn(self, about: Hashable, asked: QueuedTransaction[R]) -> None:
        """Threads are not fair, and neither are locks of rows: whoever pressed first is to have the last seat."""
        if about is None:
            await self._writing.run(self._see_to, asked)
            return
        turn = self._turns.setdefault(about, asyncio.Lock())
        async with turn:
            await self._writing.run(self._see_to, asked)

    def _see_to(self, asked: QueuedTransaction[R]) -> None:
        try:
            _transact(self._writing, asked.run)
        except BaseException as error:
            asked.fail(error)
        asked.finish(self._tell)

    async def read(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await _read(self._reading, lambda db: work(db, *args, **kwargs))

    async def read_long(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await _read(self._reading_long, lambda db: work(db, *args, **kwargs))

    async def erase(self) -> bool:
        """Nothing can be done from here: deleted rows lie on in the heap and the log, and are sealed there."""
        return True

    async def close(self) -> None:
        for threads in (self._reading_long, self._reading, self._writing):
            await threads.close()


async def _read(threads: Threads, work: Callable[[Connection], R]) -> R:
    try:
        return await threads.run(_transact, threads, work)
    except SQLAlchemyError as error:
        raise postgres.in_words(error) from error


def _transact(threads: Threads, work: Callable[[Connection], R]) -> R:
    """Run it as one transaction; once more if nothing of it can have been committed."""
    committing = False

    def run(db: Connection) -> R:
        nonlocal committing
        committing = False
        result = work(db)
        committing = True
        return result

    for _ in range(TIMES - 1):
        try:
            return threads.transact(run)
        except SQLAlchemyError as error:
            lost = postgres.is_lost(error) and not committing
            if not (lost or postgres.is_to_be_tried_again(error)):
                raise
    return threads.transact(run)
