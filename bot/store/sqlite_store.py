"""The store on SQLite: one file, one writer, and what is destroyed is destroyed at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import partial
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, SQLAlchemyError

from . import sqlite
from .lock import FileLock, Locked
from .prepared import ReadingConnection
from .store import Store, StoreError, Transaction
from .threads import Threads
from .together import MOST_TOGETHER, QueuedTransaction, run_together

P = ParamSpec("P")
R = TypeVar("R")

READING_THREADS = 4
"""How many short reads run side by side. Each has a connection of its own."""
READERS_MS = 50
"""How long a transaction that destroyed something waits for those that read, so that nothing of it is left."""


class SQLiteStore(Store):
    """One writer connection on one thread, and short reads on a few threads beside it, each whole in one hop.

    Long reads go through aiosqlite. It hops to its thread several times a statement, which costs a short read
    three to four times as much as the read itself, but it leaves the few reading threads free.
    """

    def __init__(self, url: str | URL, *, alone: bool = True) -> None:
        """`alone`: nobody else may write to the file as long as this is open. Else nothing is made or locked."""
        super().__init__()
        parsed = make_url(url)
        self._lock = take(parsed) if alone else None
        self._writer = sqlite.writer_engine(parsed)
        self._asked: deque[QueuedTransaction[Any]] = deque()
        """What is to be written, in the order it was asked for."""
        self._destroyed: set[str] = set()
        """The tables that the transaction under way destroyed something in."""
        self._to_rewrite = set(sqlite.EVERYTHING)
        """The tables that are to be written anew. At first all: a kill may have left something."""
        self._long_reader = sqlite.long_reader_engine(parsed)
        self._writing = Threads(
            self._writer, lambda: sqlite.NotingConnection(self._writer, self._destroyed.update), 1, "writer"
        )
        reader = sqlite.reader_engine(parsed, READING_THREADS)
        self._reading = Threads(reader, lambda: ReadingConnection(reader), READING_THREADS, "reader")

    async def write_then(
        self, work: Callable[[Connection], R], then: Callable[[], Future[bool]], about: Hashable = None
    ) -> R:
        """As any store's. Here all come in the order in which they were asked for."""
        asked = QueuedTransaction(work, then, asyncio.get_running_loop())
        self._asked.append(asked)
        # A commit that has begun is waited for even when whoever asked has gone: its outcome must be known.
        try:
            await asyncio.shield(self._writing.run(self._see_to, asked))
            result, elsewhere = asked.outcome()
            if not elsewhere.done():
                await asyncio.shield(asyncio.wrap_future(elsewhere))
            return result
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    def _see_to(self, asked: QueuedTransaction[Any]) -> None:
        """Have this one done, and all that were asked for by now: most of what a transaction costs is that the disk
        has it, and this is waited for once."""
        if asked.is_done:
            return
        group = [self._asked.popleft() for _ in range(min(len(self._asked), MOST_TOGETHER))]
        self._destroyed.clear()
        try:
            self._writing.transact(partial(run_together, group))
        except BaseException as error:
            for one in group:
                one.fail(error)
            return
        for one in group:
            one.finish(self._tell)
        if self._destroyed:
            self._to_rewrite |= self._destroyed
            if not self._erase_at_once():
                asked.loop.call_soon_threadsafe(self._tell)

    async def read(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await self._reading.run(self._reading.transact, lambda db: work(db, *args, **kwargs))
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    async def read_long(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            async with self._long_reader.begin() as connection:
                return await connection.run_sync(work, *args, **kwargs)
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    def _erase_at_once(self) -> bool:
        """Before anybody hears that it was destroyed. Returns whether there is nothing more to do."""
        names = frozenset(self._destroyed) & sqlite.AT_ONCE
        if names and sqlite.rewrite(self._writer, names):
            self._to_rewrite -= names
        return sqlite.empty_log(self._writer, READERS_MS) and not self._to_rewrite

    async def erase(self) -> bool:
        return await asyncio.shield(self._writing.run(self._erase))

    def _erase(self) -> bool:
        names = frozenset(self._to_rewrite)
        if names >= sqlite.EVERYTHING:
            names = sqlite.EVERYTHING
        if not names or sqlite.rewrite(self._writer, names):
            self._to_rewrite.clear()
        return sqlite.empty_log(self._writer) and not self._to_rewrite

    async def close(self) -> None:
        await self._long_reader.dispose()
        await self._reading.close()
        await self._writing.close()
        if self._lock is not None:
            self._lock.let_go()


def take(url: URL) -> FileLock:
    """The lock on the file of this address, which is made if need be.

    Raises:
        StoreError: another bot has it, or it cannot be made.
    """
    try:
        sqlite.make_home(url)
        return FileLock(sqlite.file_of(url))
    except Locked:
        raise StoreError(
            f"{url.database}: Story Circle is running on this database already. Stop that one first."
        ) from None
    except IsADirectoryError:
        raise StoreError(f"{url.database}: this is a folder, and not a database.") from None
    except OSError as error:
        raise StoreError(f"{url.database}: the database cannot be made: {error.strerror}.") from None


def _store_error(error: SQLAlchemyError) -> BaseException:
    """What went wrong with the database itself, as one kind of error; a fault of ours stays what it is."""
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        cause = error.orig
        full = cause is not None and sqlite.is_full(cause)
        return StoreError(f"The database could not be used: {cause}", full=full)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return StoreError("The connection to the database was lost.")
    return error
