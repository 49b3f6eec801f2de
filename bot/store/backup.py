"""Backups of a SQLite database: made while the bot runs, whole or not at all, checked, and let go of in time.

A backup never has a key in it. What is sealed of a circle is sealed with a key of its own that is destroyed at its end,
so from then on nobody opens it, in any backup.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.whole_files import make_folder, sync, sync_folder

from . import migrate, sqlite
from .migrate import SchemaAge

_NAME = re.compile(r"story-circle-(\d{8}T\d{6})Z\.db")
_UNFINISHED = ".unfinished"
_STAMP = "%Y%m%dT%H%M%S"


class BackupError(Exception):
    """There is no new backup, or this is none. The text says why."""


async def make_backup(database: Path, folder: Path, now: datetime) -> Path:
    """Save a database as it is at one moment, also while a bot writes to it.

    Args:
        database: the file.
        folder: where to; it is made if it is not there.
        now: the present instant, by which the backup is named.

    Returns:
        The new file, which was opened and is whole.

    Raises:
        BackupError: nothing was saved; every earlier backup is as it was.
    """
    to = folder / f"story-circle-{now.astimezone(UTC).strftime(_STAMP)}Z.db"
    new = to.with_name(to.name + _UNFINISHED)
    try:
        _prepare(folder, new)
        try:
            await sqlite.copy_into(database, new)
            await asyncio.to_thread(check_backup, new)
            sync(new)
            new.replace(to)
        except BaseException:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise
        sync_folder(folder)
    except OSError as error:
        raise BackupError(f"{folder}: no backup can be made there: {error.strerror}.") from None
    except sqlite.CannotCopy as error:
        raise BackupError(f"{folder}: no backup could be made: {error}.") from None
    return to


def _prepare(folder: Path, new: Path) -> None:
    """Make the folder and an empty file, which is its owner's alone from the beginning, and clear what a kill left."""
    make_folder(folder)
    for left in folder.glob(f"story-circle-*{_UNFINISHED}"):
        left.unlink()
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def check_backup(file: Path) -> SchemaAge:
    """Read all of a backup. Returns how its tables compare with those of this version.

    Raises:
        BackupError: it is no backup, or a damaged one.
    """
    engine = sqlite.still_reader(file)
    try:
        with engine.connect() as db:
            return _checked(db, file)
    except SQLAlchemyError:
        raise BackupError(f"{file}: this is no backup, or a damaged one.") from None
    finally:
        engine.dispose()


def _checked(db: Connection, file: Path) -> SchemaAge:
    if sqlite.damage(db):
        raise BackupError(f"{file}: this backup is damaged.")
    if migrate.revision(db) is None:
        raise BackupError(f"{file}: this is not a backup of Story Circle.")
    return migrate.schema_age(db)


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder and when each was made, oldest first. Other files are passed over."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if (name := _NAME.fullmatch(path.name)) is not None:
            found.append((datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), path))
    return sorted(found)


def newest_backup(folder: Path) -> datetime | None:
    """When the newest backup in a folder was made. None: there is none, or the folder cannot be read."""
    try:
        found = backups_in(folder)
    except OSError:
        return None
    return found[-1][0] if found else None


def drop_old(folder: Path, now: datetime, keep: timedelta) -> list[Path]:
    """Delete the backups that are older, but never the newest one. Returns those that are gone."""
    gone = []
    for made, path in backups_in(folder)[:-1]:
        if made < now - keep:
            with suppress(OSError):
                path.unlink()
                gone.append(path)
    return gone


def put_in_place(backup: Path, database: Path, now: datetime) -> Path | None:
    """Let a backup be the database. Nobody else may use the database meanwhile.

    Whatever happens meanwhile, the database is the old one or the backup, whole.

    Args:
        backup: the file; it stays where it is.
        database: the place of the database.
        now: the present instant, by which the old database is named.

    Returns:
        Where the old database is now; None if there was none.

    Raises:
        BackupError: the backup cannot be copied or is none; the database is the old one.
    """
    new = database.with_name(database.name + ".restored")
    kept = database.with_name(f"{database.name}.before-{now.astimezone(UTC).strftime(_STAMP)}Z")
    try:
        make_folder(database.parent)
        new.unlink(missing_ok=True)
        with (
            backup.open("rb") as read,
            os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as write,
        ):
            shutil.copyfileobj(read, write)
            write.flush()
            os.fsync(write.fileno())
        check_backup(new)
        is_there = database.exists() and database.stat().st_size > 0
        if is_there:
            sqlite.empty_log_of(database)
            _also_known_as(database, kept)
        for end in ("-wal", "-shm", "-journal"):
            # A damaged database keeps its journal. With another database under its name it would do harm.
            beside = database.with_name(database.name + end)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + end))
        sync_folder(database.parent)
        new.replace(database)
        sync_folder(database.parent)
    except BackupError:
        with suppress(OSError):
            new.unlink()
        raise
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise BackupError(f"{database}: the backup could not be put there: {error.strerror}.") from None
    return kept if is_there else None


def _also_known_as(file: Path, name: Path) -> None:
    """Give a file one more name; where the disk knows no such thing, a copy."""
    try:
        os.link(file, name)
    except OSError:
        shutil.copy2(file, name)
        sync(name)
