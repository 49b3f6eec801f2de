"""The SQL that is SQLite's own: how its connections are opened, begun and kept safe. The keys are kept elsewhere.

The reasons, each measured: without `BEGIN IMMEDIATE` two read-modify-writes lose one; `synchronous=FULL` keeps
a commit through a power cut; `secure_delete` overwrites what is deleted; WAL lets readers read meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    QueuePool,
    StaticPool,
    Update,
    create_engine,
    event,
)
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.whole_files import make_folder

from .prepared import PreparedConnection
from .tables import metadata

BUSY_MS = 2000
"""How long to wait for another process that holds the file: a person has to be answered within three seconds."""

WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
ROUTINE = frozenset(("delivery", "card", "deadline", "prompt_use", "session_format"))
"""Tables whose rows come and go all the time and say nothing of anybody."""
AT_ONCE = frozenset(
    (
        *("seat", "rota", "reminding", "wish", "spark", "mark", "contribution", "question_rest"),
        *("gathered", "on_call", "next_day_word", "greeting", "series_seat"),
    )
)
"""Tables that are written anew in the moment in which they lost something. What is in them is of people, and they stay
small. What any other table still has of a session that is over is sealed for good: its key is destroyed."""
FILE_BEGINS = b"SQLite format 3\0"
"""The first bytes of every database."""
READER_PRAGMAS = (f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA temp_store=MEMORY", "PRAGMA query_only=ON")


def make_home(url: URL) -> None:
    """Make the folder of the database and its file, for their owner only, whatever the umask is.

    SQLite gives the files that it makes beside the database the rights of that. A folder that is there already
    belongs to whoever made it, and stays as it is.
    """
    file = file_of(url)
    make_folder(file.parent)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        with suppress(FileNotFoundError):
            file.with_name(name).chmod(0o600)


def file_of(url: URL) -> Path:
    """The file of the database."""
    assert url.database, "the settings have made sure of a file"
    return Path(url.database)


def writer_engine(url: URL) -> Engine:
    """The engine of the single writer: one connection, every transaction begun as a write."""
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    _prepare(engine, WRITER_PRAGMAS, "BEGIN IMMEDIATE")
    return engine


def reader_engine(url: URL, threads: int) -> Engine:
    """The engine for short reads: a connection for each of that many threads; it cannot write."""
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=QueuePool,
        pool_size=threads,
        max_overflow=0,
        # A connection is used by one thread at a time, but not always by the same one.
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    _prepare(engine, READER_PRAGMAS, "BEGIN")
    return engine


def still_reader(file: Path) -> Engine:
    """An engine for a file that nobody writes to, such as a backup. Nothing is made or changed beside it."""
    quoted = quote(str(file.absolute()))

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quoted}?mode=ro&immutable=1", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        return connection

    return create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)


def long_reader_engine(url: URL) -> AsyncEngine:
    """The engine for long reads, over aiosqlite; it cannot write."""
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"), pool_size=2, max_overflow=4, hide_parameters=True
    )
    _prepare(engine.sync_engine, READER_PRAGMAS, "BEGIN")
    return engine


def _prepare(engine: Engine, pragmas: tuple[str, ...], begin: str) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    def do_begin(connection: Any) -> None:
        connection.execute(begin)

    # Not by an event, for the reason of `NotingConnection`.
    engine.dialect.do_begin = do_begin  # type: ignore[assignment, method-assign]


@contextmanager
def apart(db: Connection) -> Iterator[list[BaseException]]:
    """Undo what is done here if it fails, and leave the rest of the transaction as it is. What went wrong is in what
    this yields.

    Raises:
        BaseException: SQLite has undone the whole transaction, for want of room or a fault of the disk.
    """
    raw: Any = db.connection.dbapi_connection
    undone: list[BaseException] = []
    raw.execute("SAVEPOINT apart")
    try:
        yield undone
    except BaseException as error:
        if not raw.in_transaction:
            raise
        raw.execute("ROLLBACK TO apart")
        undone.append(error)
    raw.execute("RELEASE apart")


class NotingConnection(PreparedConnection):
    """Calls `note` whenever a statement destroys something that was kept of people or typed by them.

    That is any deletion outside the tables of `ROUTINE`, and whatever has the execution option `destroys`. `note` is
    told the tables that have lost something: those that lose rows with it too. It is not an event of the engine, for
    with any of these SQLAlchemy asks for listeners five times a statement, which costs as much as a statement.
    """

    def __init__(self, engine: Engine, note: Callable[[frozenset[str]], None]) -> None:
        super().__init__(engine)
        self._note = note

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Like any connection's."""
        result = super().execute(statement, parameters, execution_options=execution_options)
        if isinstance(statement, Delete | Update):
            name = str(statement.table)
            deletes = isinstance(statement, Delete) and name not in ROUTINE
            destroys = deletes or statement.get_execution_options().get("destroys")
            if destroys and result.rowcount != 0:
                self._note(_losing_with(name))
        return result


@cache
def _losing_with(name: str) -> frozenset[str]:
    below = {
        table.name
        for table in metadata.tables.values()
        if any(key.ondelete == "CASCADE" and key.column.table.name == name for key in table.foreign_keys)
    }
    return frozenset({name}).union(*(_losing_with(child) for child in below)) - ROUTINE


EVERYTHING = frozenset(("*",))
"""Not these tables or those, but the whole file."""


def rewrite(engine: Engine, names: frozenset[str]) -> bool:
    """Write these tables anew, so that only what is still in them is on their pages; returns whether that is done.

    `secure_delete` alone leaves parts of sealed ids where rows had been moved between pages or within one:
    in one of 170 to 500. A table that is emptied has all its pages overwritten. Rewriting the file would do the same,
    but holds up every press for a second with 100 MB; these tables are small, however large the others grow.
    """
    try:
        with _waiting(engine, 0) as cursor:
            if names == EVERYTHING:
                cursor.execute("VACUUM")
            else:
                _write_anew(cursor, sorted(names))
    except sqlite3.Error:
        return False
    return True


@contextmanager
def _waiting(engine: Engine, wait_ms: int) -> Iterator[Any]:
    """A cursor of the writer that waits only so long, in milliseconds, for whoever is in the way."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={wait_ms}")
        try:
            yield cursor
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            cursor.close()
    finally:
        connection.close()


def _write_anew(cursor: Any, names: Iterable[str]) -> None:
    """Empty these tables and fill them again, in one transaction. What refers to a row still does afterwards."""
    cursor.execute("PRAGMA foreign_keys=OFF")  # else emptying a table would take away what refers to it
    try:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            for name in names:
                cursor.execute(f'CREATE TEMP TABLE anew AS SELECT * FROM main."{name}"')  # noqa: S608
                cursor.execute(f'DELETE FROM main."{name}"')  # noqa: S608 (our own names of tables)
                cursor.execute(f'INSERT INTO main."{name}" SELECT * FROM temp.anew')  # noqa: S608
                cursor.execute("DROP TABLE temp.anew")
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def empty_log(engine: Engine, wait_ms: int = 0) -> bool:
    """Empty the write-ahead log.

    Args:
        engine: the writer's.
        wait_ms: how long to wait for whoever reads. Every press waits as long.

    Returns:
        Whether it is empty. Not when another connection was reading or writing, or the disk is full.
    """
    try:
        with _waiting(engine, wait_ms) as cursor:
            answer = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return bool(answer == (0, 0, 0))


def is_full(error: BaseException) -> bool:
    """Whether the disk has no room left."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname == "SQLITE_FULL"


def damage(db: Connection) -> str:
    """What is wrong with a file, in SQLite's words; empty if it is whole. It reads all of it."""
    found = str(db.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    return "" if found == "ok" else found


class CannotCopy(Exception):
    """A database cannot be copied; the text says why."""


async def copy_into(database: Path, to: Path) -> None:
    """Copy a database as it is at one moment, also while others write to it.

    All that is in it is copied and nothing that was deleted, because SQLite writes every page anew.

    Args:
        database: the file.
        to: an empty file.

    Raises:
        CannotCopy: what is in the new file is not whole.
    """
    try:
        async with aiosqlite.connect(database, isolation_level=None, timeout=BUSY_MS / 1000) as db:
            await db.execute("VACUUM INTO ?", (str(to),))
    except sqlite3.Error as error:
        raise CannotCopy("the disk is full" if is_full(error) else str(error)) from None


def empty_log_of(database: Path) -> None:
    """Bring what is only in the log of a stopped database into its file, if it can be used at all."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
