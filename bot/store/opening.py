"""Opening a database by its address: which kind it is, and whether its tables are those of this version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url

from . import migrate, sqlite
from .sqlite_store import SQLiteStore, take
from .store import NO_DRIVER, Store, StoreError


async def open_store(url: str) -> Store:
    """Open the database and bring its tables up to date.

    Args:
        url: `sqlite:///path/to/file.db`, or `postgresql://...` with its driver installed.

    Raises:
        StoreError: it cannot be opened, or it belongs to a newer version of the bot.
    """
    store = _store(make_url(url))
    try:
        await store.write(migrate.upgrade)
    except migrate.MigrationError as error:
        await store.close()
        raise StoreError(str(error)) from error
    except BaseException:
        await store.close()
        raise
    return store


def look_into(url: str | Path) -> Store | None:
    """The database as it is, only to be read, also while a bot runs on it. None: there is none yet.

    Args:
        url: its address; or a file of SQLite's, whose name may have any sign in it.

    Raises:
        StoreError: it is of a kind that is not supported.
    """
    parsed = make_url(url) if isinstance(url, str) else URL.create("sqlite", database=str(url))
    if parsed.get_backend_name() == "sqlite":
        try:
            if not sqlite.file_of(parsed).exists():
                return None
        except OSError as error:
            raise StoreError(f"{parsed.database}: the database cannot be read: {error.strerror}.") from None
    return _store(parsed, alone=False)


def make_sure_of_being_alone(url: str) -> None:
    """Look whether another bot runs on this database, and let go of it again.

    Raises:
        StoreError: one does.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and sqlite.file_of(parsed).exists():
        take(parsed).let_go()


def _store(url: URL, *, alone: bool = True) -> Store:
    kind = url.get_backend_name()
    if kind == "sqlite":
        return SQLiteStore(url, alone=alone)
    if kind == "postgresql":
        try:
            from .postgres_store import PostgresStore

            return PostgresStore(url.render_as_string(hide_password=False))
        except ModuleNotFoundError:
            raise StoreError(NO_DRIVER) from None
    raise StoreError(f"A database of the kind {kind!r} is not supported; use sqlite or postgresql.")
