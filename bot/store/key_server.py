"""The keys of sessions in a PostgreSQL database of their own, which several processes share.

A key that is destroyed is destroyed by its name, for others may have made keys that this process knows nothing of. The
table is then written anew into another file, and the old one is given up in the same commit. What PostgreSQL keeps
besides, it keeps in its log (pg_wal) until that is written over: so this database is best on a server of its own, which
has no archive, no backup and no replica.

With `wal_level = minimal` what is written into a new file is not in the log at all. On such a server each new key is
written so too, and a key that is destroyed is nowhere in the server's data folder any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from . import postgres
from .key_database import Found, NoKeyDatabase
from .store import StoreError

R = TypeVar("R")

_TABLES = (
    """CREATE TABLE IF NOT EXISTS story_circle_key
       (name text PRIMARY KEY, value bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT now())""",
    "CREATE TABLE IF NOT EXISTS story_circle_key_owner (id int PRIMARY KEY, value bytea NOT NULL)",
)
_THERE = "SELECT to_regclass('story_circle_key') IS NOT NULL, to_regclass('session') IS NOT NULL"
_OWNER = "SELECT value FROM story_circle_key_owner"
_ALL = "SELECT name, value, made_at > now() - interval '1 minute' FROM story_circle_key"
_NAMES = "SELECT name FROM story_circle_key"
_ADD = "INSERT INTO story_circle_key (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_FIND = "SELECT value FROM story_circle_key WHERE name = %s"
_BELONG = """INSERT INTO story_circle_key_owner VALUES (1, %s)
             ON CONFLICT (id) DO UPDATE SET value = excluded.value"""
_ANY = "SELECT 1 FROM story_circle_key WHERE name = ANY(%s) LIMIT 1"
_ALONE = "LOCK TABLE story_circle_key IN ACCESS EXCLUSIVE MODE"
_HAS_LITTLE_LOG = "SELECT current_setting('wal_level') = 'minimal'"
_KEPT = "CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM story_circle_key WHERE name <> ALL(%s)"
_WRITE_ANEW = (
    "SET LOCAL wal_skip_threshold = 0",  # however little it is, it goes to its file and not to the log
    "TRUNCATE story_circle_key",
    "INSERT INTO story_circle_key SELECT * FROM kept",
)
_CONNECTIONS = 2


class KeyServer:
    """The database with the keys, for all processes of one bot. It is a `Keeper` (`bot.privacy.keyring`)."""

    is_shared = True

    def __init__(self, url: URL) -> None:
        """Connect, and make its tables if there are none.

        Raises:
            StoreError: it cannot be used, or it is another database.
        """
        self._url = url
        self._engine = postgres.engine(postgres.address(url), postgres.WRITING, _CONNECTIONS)
        try:
            self._transact(self._prepare)
        except BaseException:
            self.close()
            raise

    def _prepare(self, db: Connection) -> None:
        _is_new(db, self._url)
        # One process after the other: PostgreSQL itself trips over two that make the same table.
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('story_circle_key'))")
        for table in _TABLES:
            db.exec_driver_sql(table)
        self._has_little_log = bool(db.exec_driver_sql(_HAS_LITTLE_LOG).scalar_one())

    @property
    def found(self) -> Found:
        """What is in it now. Raises `StoreError`."""
        return self._transact(_read)

    def belong_to(self, owner: bytes) -> None:
        """Keep to which database these keys belong. Raises `StoreError`."""
        self._transact(lambda db: db.exec_driver_sql(_BELONG, (owner,)))

    def add(self, name: str, value: bytes) -> bytes:
        """Keep one more key, unless another process has made one of that name. Returns the one that is kept.

        Raises:
            StoreError: it is not kept.
        """

        def work(db: Connection) -> bytes:
            if self._has_little_log:
                db.exec_driver_sql(_ALONE)
                if db.exec_driver_sql(_FIND, (name,)).scalar() is None:
                    _write_anew(db, [])
            db.exec_driver_sql(_ADD, (name, value))
            return bytes(db.exec_driver_sql(_FIND, (name,)).scalar_one())

        return self._transact(work)

    def find(self, name: str) -> bytes | None:
        """The key of that name, which another process may have made. Raises `StoreError`."""
        value = self._transact(lambda db: db.exec_driver_sql(_FIND, (name,)).scalar())
        return None if value is None else bytes(value)

    def names(self) -> set[str]:
        """The names of all keys there are now. Raises `StoreError`."""
        return self._transact(lambda db: set(db.exec_driver_sql(_NAMES).scalars()))

    def destroy(self, names: Collection[str]) -> bool:
        """Let nothing of these keys be left in the table. Returns whether that is done."""

        def work(db: Connection) -> None:
            db.exec_driver_sql(_ALONE)
            if db.exec_driver_sql(_ANY, ([*names],)).first() is not None:
                _write_anew(db, [*names])

        try:
            self._transact(work)
        except StoreError:
            return False
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], R]) -> R:
        """Whatever is done here may be done twice, so after a lost connection it is."""
        return transact(self._engine, work)


def _write_anew(db: Connection, without: list[str]) -> None:
    """Write the table into a new file. Nothing is deleted from the old one: that would put its pages into the log."""
    db.exec_driver_sql(_KEPT, (without,))
    for line in _WRITE_ANEW:
        db.exec_driver_sql(line)


def transact(engine: Engine, work: Callable[[Connection], R]) -> R:
    """Run it as one transaction, once more where the connection was lost. Raises `StoreError`."""
    for is_last in (False, True):
        try:
            with engine.begin() as db:
                return work(db)
        except SQLAlchemyError as error:
            if is_last or not postgres.is_lost(error):
                raise postgres.in_words(error, "key database") from error
    raise AssertionError("the last time returns or raises")


def look_into_server(url: URL) -> Found | None:
    """What is in it, changing nothing; None when there is none yet. Raises `StoreError`."""
    engine = postgres.engine(postgres.address(url), postgres.READING, 1)
    try:
        return transact(engine, lambda db: Found(None, {}) if _is_new(db, url) else _read(db))
    finally:
        engine.dispose()


def _is_new(db: Connection, url: URL) -> bool:
    has_keys, has_sessions = db.exec_driver_sql(_THERE).one()
    if has_sessions:
        raise NoKeyDatabase(
            f"{url}: this is the database with the circles. Their keys need another one: see privacy.key_database."
        )
    return not has_keys


def _read(db: Connection) -> Found:
    owner = db.exec_driver_sql(_OWNER).scalar()
    rows = db.exec_driver_sql(_ALL).all()
    keys = {name: bytes(value) for name, value, _ in rows}
    fresh = frozenset(name for name, _, is_fresh in rows if is_fresh)
    return Found(None if owner is None else bytes(owner), keys, fresh)
