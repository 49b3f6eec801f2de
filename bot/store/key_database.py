"""The second database: the keys of sessions, apart from what they seal. It is small, and rewritten whole.

What a destroyed key could lie in is written over: the pages of its table, for all are emptied and filled again in one
transaction, and the rollback journal, which is not deleted but filled with nothing, so that the disk keeps no block
of it. A kill in between leaves either the key, which goes at the next start, or a journal that is written over then.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.whole_files import make_folder

from .lock import FileLock, Locked
from .sqlite import BUSY_MS
from .store import StoreError

_VERSION = 1
DESTROYS_WITHIN_MS = 200
"""How long destroying keys waits for whoever else has the file."""
PRAGMAS = (
    "PRAGMA journal_mode=PERSIST",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={BUSY_MS}",
)
_TABLES = (
    "CREATE TABLE key (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE owner (id INTEGER PRIMARY KEY, value BLOB NOT NULL)",
    f"PRAGMA user_version={_VERSION}",
)
_CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n"
"""What makes backup programs that know it leave a folder out: https://bford.info/cachedir/"""
_ADVICE = "Put the right one back. If it is lost, story-circle let-go puts this one away and closes the circles kindly."


def wait_for_disk(file: int) -> None:
    """Until the disk has what was written."""
    os.fsync(file)


class NoKeyDatabase(StoreError):
    """What is there is no database of keys, or a broken one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is in it."""

    owner: bytes | None
    """A number of chance that the database with the sessions has too; None before there is one."""
    keys: Mapping[str, bytes]
    fresh: frozenset[str] = frozenset()
    """The names of those that were made just now, where other processes make keys too. Of these it cannot be told
    whether they are needed: what they seal may be about to be committed."""

    @property
    def settled(self) -> Mapping[str, bytes]:
        """All others."""
        return {name: value for name, value in self.keys.items() if name not in self.fresh}


class KeyDatabase:
    """The file with the keys, for one bot at a time. It is a `Keeper` (`bot.privacy.keyring`)."""

    is_shared = False

    def __init__(self, path: Path) -> None:
        """Open it, or make it, for its owner only.

        Raises:
            StoreError: it cannot be used, or another bot uses it.
        """
        self._path = path
        self._lock = _prepared(path)
        try:
            with _in_words(path):
                self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
                for pragma in PRAGMAS:
                    self._db.execute(pragma).fetchall()
                if _is_new(self._db, path):
                    for line in ("BEGIN IMMEDIATE", *_TABLES, "COMMIT"):
                        self._db.execute(line)
                _read(self._db)
                self._overwrite_journal()
        except BaseException:
            self._lock.let_go()
            raise

    @property
    def found(self) -> Found:
        """What is in it now, read each time: a key that was destroyed must not stay in memory. Raises `StoreError`."""
        with _in_words(self._path):
            return _read(self._db)

    def belong_to(self, owner: bytes) -> None:
        """Keep to which database these keys belong. Raises `StoreError`."""
        with _in_words(self._path):
            self._db.execute("INSERT OR REPLACE INTO owner VALUES (1, ?)", (owner,))

    def add(self, name: str, value: bytes) -> bytes:
        """Keep one more key, in place of any with that name. Returns it.

        Raises:
            StoreError: it is not kept.
        """
        with _in_words(self._path):
            self._db.execute("INSERT OR REPLACE INTO key VALUES (?, ?)", (name, value))
        return value

    def find(self, name: str) -> bytes | None:
        """None: nobody else makes keys here, so whoever has those that were found has all."""
        return None

    def names(self) -> set[str]:
        """The names of all keys there are now. Raises `StoreError`."""
        return set(self.found.keys)

    def destroy(self, names: Collection[str]) -> bool:
        """Let nothing be left of these keys. Returns whether that is done. Who else holds the file is not waited for
        long, because somebody waits for an answer; it is tried again."""
        try:
            self._db.execute(f"PRAGMA busy_timeout={DESTROYS_WITHIN_MS}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                # All of them: overwriting one would leave the copies that SQLite made when it moved rows.
                keys = self._db.execute("SELECT name, value FROM key").fetchall()
                self._db.execute("DELETE FROM key")
                self._db.executemany(
                    "INSERT INTO key VALUES (?, ?)", [key for key in keys if key[0] not in names]
                )
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
            self._overwrite_journal()
        except (sqlite3.Error, OSError):
            return False
        finally:
            with suppress(sqlite3.Error):
                self._db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        return True

    def close(self) -> None:
        """Let another bot have it."""
        with suppress(sqlite3.Error):
            self._db.close()
        self._lock.let_go()

    def _overwrite_journal(self) -> None:
        """Only while no transaction is under way: what the journal has then is of no use to anybody."""
        with suppress(FileNotFoundError):
            file = os.open(self._path.with_name(f"{self._path.name}-journal"), os.O_WRONLY | os.O_CLOEXEC)
            try:
                if size := os.fstat(file).st_size:
                    os.pwrite(file, bytes(size), 0)
                    wait_for_disk(file)
            finally:
                os.close(file)


def look_into_keys(path: Path) -> Found | None:
    """What is in it, changing nothing, also while a bot uses it; None when there is none yet. Raises `StoreError`."""
    with _in_words(path):
        if not path.exists():
            return None
        _check(path)
        address = f"file:{quote(str(path.absolute()))}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as db:
            db.execute("PRAGMA query_only=ON")
            db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            return Found(None, {}) if _is_new(db, path) else _read(db)


def _read(db: sqlite3.Connection) -> Found:
    owner = db.execute("SELECT value FROM owner").fetchone()
    return Found(owner[0] if owner else None, dict(db.execute("SELECT name, value FROM key").fetchall()))


def _is_new(db: sqlite3.Connection, path: Path) -> bool:
    ((version,),) = db.execute("PRAGMA user_version").fetchall()
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if version > _VERSION:
        raise StoreError(
            f"{path}: this key database belongs to a newer version of Story Circle. Install that one."
        )
    if bool(version) != bool(tables):
        raise NoKeyDatabase(f"{path}: this is another database, and not one with keys. {_ADVICE}")
    return not tables


def _prepared(path: Path) -> FileLock:
    """The folder and the file, for their owner only, and the lock on it."""
    with _in_words(path):
        if not path.parent.exists():
            make_folder(path.parent)
            tag = path.with_name("CACHEDIR.TAG")
            with os.fdopen(os.open(tag, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb") as file:
                file.write(_CACHE_TAG)
        if path.exists():
            _check(path)
        try:
            lock = FileLock(path)
        except Locked:
            raise StoreError(
                f"{path}: another Story Circle uses these keys already. Stop that one first, "
                "or give this one a file of its own with privacy.key_database."
            ) from None
        for name in (path.name, f"{path.name}-journal"):
            os.close(os.open(path.with_name(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        return lock


def _check(path: Path) -> None:
    if path.is_dir():
        raise NoKeyDatabase(f"{path}: this is a folder, and not a key database. {_ADVICE}")
    if not path.is_file():
        raise NoKeyDatabase(f"{path}: this is not a file that keys can be kept in. {_ADVICE}")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreError(f"{path}: others on this machine can read the key database. Run: chmod 600 '{path}'")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Say what went wrong in one sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorname == "SQLITE_FULL"
        raise StoreError(f"{path}: the key database could not be used: {error}.", full=full) from None
    except sqlite3.DatabaseError:
        raise NoKeyDatabase(f"{path}: this is no key database, or a broken one. {_ADVICE}") from None
    except OSError as error:
        raise StoreError(f"{path}: the key database cannot be used: {error.strerror}.") from None
