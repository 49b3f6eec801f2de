"""Units of work. A transaction is a plain function of a connection: it cannot wait for anything else, so the
state, its deadline and its deliveries are saved together or not at all, and Discord is never called meanwhile.

No statement is here; they are in `queries`.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from . import migrate, sqlite
from .lock import FileLock, Locked
from .threads import Threads
from .together import MOST_TOGETHER, Asked, run_together

P = ParamSpec("P")
R = TypeVar("R")
Transaction = Callable[Concatenate[Connection, P], R]

READING_THREADS = 4
"""How many short reads run side by side on SQLite. Each has a connection of its own."""
READERS_MS = 50
"""How long a transaction that destroyed something waits for those that read, so that nothing of it is left."""


class StoreError(Exception):
    """Nothing was saved. `full` says whether it is for want of room."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class Store(ABC):
    """Runs units of work, one writer at a time."""

    def __init__(self) -> None:
        self.on_destroyed: list[Callable[[], None]] = []
        """Called, in the event loop, after something of people was destroyed: `erase` has something to do."""

    async def write(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work(connection, ...)` in one transaction and commit.

        Raises:
            StoreError: the database is locked, full or gone; nothing was saved.
        """
        return await self.write_then(lambda db: work(db, *args, **kwargs), _nothing)

    @abstractmethod
    async def write_then(self, work: Callable[[Connection], R], then: Callable[[], Future[bool]]) -> R:
        """Run `work(connection)` in one transaction and commit, and `then` before anybody hears of it.

        Args:
            work: the transaction.
            then: begins to destroy what is elsewhere, once it is committed. Whether that is done is what it answers
                later; if not, `on_destroyed` is called.

        Raises:
            StoreError: the database is locked, full or gone; nothing was saved.
        """

    def _tell(self) -> None:
        for listener in self.on_destroyed:
            listener()

    @abstractmethod
    async def read(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work(connection, ...)`, which must not write, in one transaction.

        Raises:
            StoreError: the database cannot be read.
        """

    @abstractmethod
    async def read_long(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Like `read`, for what may take long (reports, exports): no short read waits behind it.

        Raises:
            StoreError: the database cannot be read.
        """

    @abstractmethod
    async def erase(self) -> bool:
        """Let nothing that was destroyed remain in the files.

        Returns:
            Whether that is done. If not, something was in the way, and it should be tried again.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""


async def open_store(url: str) -> Store:
    """Open the database and bring its tables up to date.

    Args:
        url: `sqlite:///path/to/file.db`, or `postgresql://...` with the extra `postgres` installed.

    Raises:
        StoreError: it cannot be opened, or it belongs to a newer version of the bot.
    """
    store = _store(url)
    try:
        await store.write(migrate.upgrade)
    except migrate.MigrationError as error:
        await store.close()
        raise StoreError(str(error)) from error
    except BaseException:
        await store.close()
        raise
    return store


def look_into(url: str) -> Store | None:
    """The database as it is, only to be read, also while a bot runs on it. None: there is none yet.

    Raises:
        StoreError: it is of a kind that is not supported.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        try:
            if not sqlite.file_of(parsed).exists():
                return None
        except OSError as error:
            raise StoreError(f"{parsed.database}: the database cannot be read: {error.strerror}.") from None
    return _store(url, alone=False)


def make_sure_of_being_alone(url: str) -> None:
    """Look whether another bot runs on this database, and let go of it again.

    Raises:
        StoreError: one does.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and sqlite.file_of(parsed).exists():
        _take(parsed).let_go()


def _store(url: str, *, alone: bool = True) -> Store:
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        return SQLiteStore(url, alone=alone)
    if kind == "postgresql":
        try:
            return PostgresStore(url)
        except ModuleNotFoundError:
            raise StoreError("PostgreSQL needs one more package: install story-circle[postgres].") from None
    raise StoreError(f"A database of the kind {kind!r} is not supported; use sqlite or postgresql.")


class SQLiteStore(Store):
    """One writer connection on one thread, and short reads on a few threads beside it, each whole in one hop.

    Long reads go through aiosqlite. It hops to its thread several times a statement, which costs a short read
    three to four times as much as the read itself, but it leaves the few reading threads free.
    """

    def __init__(self, url: str, *, alone: bool = True) -> None:
        """`alone`: nobody else may write to the file as long as this is open. Else nothing is made or locked."""
        super().__init__()
        parsed = make_url(url)
        self._lock = _take(parsed) if alone else None
        self._writer = sqlite.writer_engine(parsed)
        self._asked: deque[Asked[Any]] = deque()
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
        self._reading = Threads(reader, lambda: sqlite.ReadingConnection(reader), READING_THREADS, "reader")

    async def write_then(self, work: Callable[[Connection], R], then: Callable[[], Future[bool]]) -> R:
        asked = Asked(work, then, asyncio.get_running_loop())
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

    def _see_to(self, asked: Asked[Any]) -> None:
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


def _take(url: URL) -> FileLock:
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


class PostgresStore(Store):
    """The same units of work over asyncpg. Transactions are serialised, as on SQLite, by one lock."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._engine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"), hide_parameters=True
        )
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection. Whatever asyncpg says when it gets none is a reason to stop, and no fault of ours."""
        try:
            connection = await self._engine.connect()
        except SQLAlchemyError:
            raise
        except Exception as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            raise StoreError(f"The PostgreSQL database cannot be reached: {why}.") from None
        async with connection:
            yield connection

    async def write_then(self, work: Callable[[Connection], R], then: Callable[[], Future[bool]]) -> R:
        try:
            async with self._lock:
                async with self._connected() as connection, connection.begin():
                    result = await connection.run_sync(work)
                if not await asyncio.wrap_future(then()):
                    self._tell()
                return result
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    async def read(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            async with self._connected() as connection:
                return await connection.run_sync(work, *args, **kwargs)
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    async def read_long(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await self.read(work, *args, **kwargs)

    async def erase(self) -> bool:
        """Nothing can be done from here: deleted rows lie on in the heap and the log, and are sealed there."""
        return True

    async def close(self) -> None:
        await self._engine.dispose()


def _nothing() -> Future[bool]:
    """Nothing is destroyed elsewhere."""
    return _NOTHING


_NOTHING: Future[bool] = Future()
_NOTHING.set_result(True)


def _store_error(error: SQLAlchemyError) -> BaseException:
    """What went wrong with the database itself, as one kind of error; a fault of ours stays what it is."""
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        cause = error.orig
        full = cause is not None and sqlite.is_full(cause)
        return StoreError(f"The database could not be used: {cause}", full=full)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return StoreError("The connection to the database was lost.")
    return error
