"""Databases for tests: files of SQLite, or with `--database postgresql` databases of a server of the run's own.

A test asks for the address of a file, and never says which kind it is. On PostgreSQL the same file is the same database
until the test is over. Its tables are there already, and it is emptied and used again, for making one takes longer than
most tests.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from bot.store.opening import open_store

from . import postgres

if TYPE_CHECKING:
    import psycopg

TEMPLATE = "migrated"
_EMPTY = """
DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', one.relname);
    END LOOP;
    FOR one IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' LOOP
        PERFORM setval(format('%I', one.relname)::regclass, 1, false);
    END LOOP;
END $$
"""


def address(file: Path) -> str:
    """The address of a database of this test's own, by the name of the file that it would be."""
    if on_postgresql():
        return _pool().of(file)
    return f"sqlite:///{file}"


def blank(file: Path) -> str:
    """The same, always on PostgreSQL, and with no table in it."""
    return _pool().blank(file)


def copy(url: str) -> str:
    """The address of a new database of this process's own, with all that is in this one of PostgreSQL's now."""
    return _pool().copy(url)


def on_postgresql() -> bool:
    """Whether the databases of this run are PostgreSQL's."""
    return postgres.ENVIRONMENT in os.environ


class Pool:
    """The databases of one process of the run."""

    def __init__(self, url: Callable[[str], str]) -> None:
        """`url`: the address of a database of the server, by its name."""
        self._url = url
        self._free: list[str] = []
        self._used: dict[Path, str] = {}
        self._number = count()
        self._thrown_away: list[str] = []

    def of(self, file: Path) -> str:
        """The address of the database of that file. The first time there is nothing in it."""
        name = self._used.get(file)
        if name is None:
            name = self._used[file] = self._free.pop() if self._free else self._make()
        return self._url(name)

    def blank(self, file: Path) -> str:
        """The address of a database of that name with no table in it. It is thrown away."""
        name = self._used.get(file)
        if name is None:
            name = self._used[file] = f"blank_{os.getpid()}_{next(self._number)}"
            with self._connected("postgres") as db:
                db.execute(f"CREATE DATABASE {name}")
            self._thrown_away.append(name)
        return self._url(name)

    def copy(self, url: str) -> str:
        """The address of a new database with all that is in this one now. It is thrown away.

        PostgreSQL copies no database that somebody is connected to, so whoever still is loses the connection.
        """
        copied, name = make_url(url).database, f"copy_{os.getpid()}_{next(self._number)}"
        assert copied is not None
        with self._connected("postgres") as db:
            _send_away(db, copied)
            db.execute(f"CREATE DATABASE {name} TEMPLATE {copied} STRATEGY file_copy")
        self._thrown_away.append(name)
        return self._url(name)

    def give_back(self) -> None:
        """Whatever was asked for is needed no more."""
        if self._thrown_away:
            with self._connected("postgres") as db:
                for name in self._thrown_away:
                    db.execute(f"DROP DATABASE {name} WITH (FORCE)")
        for name in self._used.values():
            if name in self._thrown_away:
                continue
            with self._connected(name) as db:
                _send_away(db, name)
                db.execute(_EMPTY)
            self._free.append(name)
        self._used.clear()
        self._thrown_away.clear()

    def _make(self) -> str:
        name = f"test_{os.getpid()}_{next(self._number)}"
        with self._connected("postgres") as db:
            db.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        return name

    def _connected(self, name: str) -> psycopg.Connection:
        import psycopg

        return psycopg.connect(self._url(name), autocommit=True)


def _send_away(db: psycopg.Connection, name: str) -> None:
    """Whoever is still connected belongs to a bot that is over or was killed."""
    db.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
        (name,),
    )


_pools: dict[int, Pool] = {}


def _pool() -> Pool:
    folder = Path(os.environ[postgres.ENVIRONMENT])
    return _pools.setdefault(os.getpid(), Pool(postgres.Server(folder).url))


def give_back() -> None:
    """The test is over, or the copy of the process that asked for some."""
    if os.getpid() in _pools:
        _pools[os.getpid()].give_back()


def prepare(server: postgres.Server) -> None:
    """Make the database that all others are copies of, and say where the server is."""
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {TEMPLATE}")

    async def migrate() -> None:
        await (await open_store(server.url(TEMPLATE))).close()

    asyncio.run(migrate())
    os.environ[postgres.ENVIRONMENT] = str(server.folder)
