"""The only file with SQL that is SQLite's own: how its connections are opened, begun and kept safe.

The reasons, each measured: without `BEGIN IMMEDIATE` two read-modify-writes lose one; `synchronous=FULL` keeps
a commit through a power cut; `secure_delete` overwrites what is deleted; WAL lets readers read meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

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
READER_PRAGMAS = (f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA temp_store=MEMORY", "PRAGMA query_only=ON")


def make_home(url: URL) -> None:
    """Make the folder of the database and its file, for their owner only, whatever the umask is.

    SQLite gives the files that it makes beside the database the rights of that. A folder that is there already
    belongs to whoever made it, and stays as it is.
    """
    file = file_of(url)
    if not file.parent.exists():
        file.parent.mkdir(parents=True)
        file.parent.chmod(0o700)
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

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def is_full(error: BaseException) -> bool:
    """Whether the disk has no room left."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname == "SQLITE_FULL"
