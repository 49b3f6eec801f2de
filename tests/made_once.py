"""What the tests make once and not for each of a thousand bots: the tables, the content and the languages.

Everything is made by the bot's own code, and each bot has its own copy of whatever can change. Programs that a test
starts know nothing of this.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, StaticPool, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from bot import app
from bot.content import load_content
from bot.settings import ROOT
from bot.store import key_database, migrate, postgres, sqlite
from bot.ui.i18n import Catalogues

LOCALES = ROOT / "data" / "locales"
STATEMENTS = 2000
"""How many are held, at most."""
_upgrade, _read = migrate.upgrade, Catalogues.read


@contextmanager
def installed() -> Iterator[None]:
    """Make things once from here on."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(migrate, "upgrade", upgrade))
        stack.enter_context(patch.object(app, "load_content", cache(load_content)))
        stack.enter_context(patch.object(Catalogues, "read", read))
        stack.enter_context(_statements_are_compiled_once())
        yield


@contextmanager
def _statements_are_compiled_once() -> Iterator[None]:
    """A statement is the same text for every database of a kind. A bot makes it once for each of its connections,
    which is a tenth of what a restart and the evening after it take."""
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def create(*args: Any, **kwargs: Any) -> Engine:
        engine = create_engine(*args, **kwargs)
        engine._compiled_cache = compiled
        return engine

    def is_alike(dialect: Any, other: Any) -> bool:
        return type(dialect) is type(other) and bool(dialect.paramstyle == other.paramstyle)

    def hash_alike(dialect: Any) -> int:
        return hash(type(dialect))

    with (
        patch.object(sqlite, "create_engine", create),
        patch.object(postgres, "create_engine", create),
        patch.object(SQLiteDialect_pysqlite, "__eq__", is_alike),
        patch.object(SQLiteDialect_pysqlite, "__hash__", hash_alike),
        patch.object(PGDialect_psycopg, "__eq__", is_alike),
        patch.object(PGDialect_psycopg, "__hash__", hash_alike),
    ):
        yield


@contextmanager
def without_the_disk() -> Iterator[None]:
    """No transaction waits until the disk has it. That matters when a computer loses its power, and to no process
    that is killed."""
    pragmas = tuple(
        "PRAGMA synchronous=OFF" if "synchronous" in pragma else pragma for pragma in sqlite.WRITER_PRAGMAS
    )
    assert pragmas != sqlite.WRITER_PRAGMAS
    of_keys = tuple(
        "PRAGMA synchronous=OFF" if "synchronous" in pragma else pragma for pragma in key_database.PRAGMAS
    )
    assert of_keys != key_database.PRAGMAS
    with (
        patch.object(sqlite, "WRITER_PRAGMAS", pragmas),
        patch.object(key_database, "PRAGMAS", of_keys),
        patch.object(key_database, "wait_for_disk", lambda _: None),
    ):
        yield


def upgrade(db: Connection) -> None:
    """Bring the tables up to date: an empty SQLite database gets what the migrations make of one, others the
    migrations themselves, unless they have them all."""
    if db.dialect.name == "sqlite" and not db.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
        for statement in _statements():
            db.exec_driver_sql(statement)
    elif migrate.revision(db) != _newest():
        _upgrade(db)


@cache
def _newest() -> str | None:
    """The newest migration there is."""
    return ScriptDirectory.from_config(migrate.config()).get_current_head()


@cache
def _statements() -> tuple[str, ...]:
    """What the migrations make of an empty database, rows included."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        engine = create_engine("sqlite://", poolclass=StaticPool, creator=lambda: scratch)
        with engine.begin() as db:
            _upgrade(db)
        return tuple(one for one in scratch.iterdump() if one not in ("BEGIN TRANSACTION;", "COMMIT;"))


def read(folder: Path, default: str) -> Catalogues:
    """As `Catalogues.read`. A test may add a language to what it gets, so that is its own."""
    if folder != LOCALES:
        return _read(folder, default)
    once = _catalogues(folder, default)
    return Catalogues(default, {language: once.pick(language).catalogue for language in once})


@cache
def _catalogues(folder: Path, default: str) -> Catalogues:
    return _read(folder, default)
