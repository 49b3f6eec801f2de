"""`story-circle backup | restore`: saving the database, also while the bot runs, and putting a backup back."""

from __future__ import annotations

import asyncio
import shlex
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy import make_url

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.privacy.sealing import SealError
from bot.services.starting import keys
from bot.services.starting.under_way import not_over
from bot.settings import Settings
from bot.store.backup import BackupError, check_backup, drop_old, make_backup, put_in_place
from bot.store.lock import FileLock, Locked
from bot.store.migrate import SchemaAge
from bot.store.opening import look_into
from bot.store.store import StoreError
from bot.whole_files import make_folder

from .console import ConfigOption, read_settings, words
from .postgres_address import without_password
from .progress import size_of, with_progress

cli = typer.Typer()
DUMP = "pg_dump --format=custom --file=story-circle.dump --dbname={address}"
RESTORE = (
    "pg_restore --clean --if-exists --no-owner --single-transaction --dbname={address} story-circle.dump"
)


@cli.command()
def backup(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The folder; the one of the nightly backups unless you say."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Save the database, also while the bot runs. The keys are not in it."""
    settings = read_settings(config)
    database = _database(settings, DUMP)
    if not database.exists():
        _stop("There is no database yet, so there is nothing to save.", 2)
    try:
        asyncio.run(_backup(settings, database, folder))
    except (BackupError, StoreError) as error:
        _stop(str(error), 1)


async def _backup(settings: Settings, database: Path, folder: Path | None) -> None:
    usual = settings.backups
    assert usual is not None
    clock, whole = Clock(), max(1, size_of(database))
    now, to = clock.utcnow(), folder or usual

    def done() -> float:
        return sum(map(size_of, to.glob("*.unfinished"))) / whole

    made = await with_progress("Saving", make_backup(database, to, now), done)
    words.print(f"Saved and checked: {made} ({made.stat().st_size / (1 << 20):.1f} MB).")
    if to == usual:
        for path in drop_old(usual, now, timedelta(days=settings.backup.keep_days)):
            words.print(f"Deleted, being older than {settings.backup.keep_days} days: {path.name}")
    circles = await _open_circles(settings.database.url)
    words.print(
        f"Not in it: {settings.privacy.key_file}. Keep a copy of that key elsewhere; "
        "without it nothing sealed in the backup opens.\n"
        f"Not in it either, and not to be saved: {settings.privacy.session_keys}, the keys of open circles. "
        "Each is destroyed when its circle ends.\n"
        f"Circles and dates that are open now: {circles}. Put back on this machine before they end, they go on. "
        "Without those keys they are closed kindly."
    )


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    without_key: Annotated[
        bool, typer.Option("--without-key", help="Put it back although the key file is lost; then let-go.")
    ] = False,
) -> None:
    """Put a backup back, while the bot is stopped. What was there is kept under another name."""
    use_packaged_zones()
    settings = read_settings(config)
    database = _database(settings, RESTORE)
    try:
        _check_is_whole(file, database)
        make_folder(database.parent)
        lock = FileLock(database)
    except BackupError as error:
        _stop(f"{error}\nNothing has changed.", 1)
    except Locked:
        _stop(f"{database}: Story Circle is running on this database. Stop it first. Nothing has changed.", 1)
    except OSError as error:
        _stop(f"{database}: it cannot be put there: {error.strerror}.", 1)
    try:
        asyncio.run(_restore(settings, file, database, yes=yes, without_key=without_key))
    except (BackupError, SealError, StoreError) as error:
        _stop(f"{error}\nNothing has changed.", 1)
    finally:
        lock.let_go()


async def _restore(settings: Settings, file: Path, database: Path, *, yes: bool, without_key: bool) -> None:
    clock = Clock()
    age = await with_progress("Checking the backup", asyncio.to_thread(check_backup, file))
    if age is SchemaAge.NEWER:
        raise BackupError(f"{file}: this backup is of a newer version of Story Circle. Update first.")
    circles = await _open_circles(file)
    closed = await _without_keys(settings, file, without_key)
    words.print(f"{file} is whole. It has {circles} open circles and dates.")
    if closed:
        words.print(f"The keys of {closed} of them are gone, so the next start closes them kindly.")
    if size_of(database):
        words.print(f"{database} is there already. It is kept beside it, under another name.")
    if not yes and not typer.confirm("Put the backup in its place?", err=True):
        words.print("Nothing has changed.")
        return
    kept = await with_progress(
        "Putting it back", asyncio.to_thread(put_in_place, file, database, clock.utcnow())
    )
    words.print(f"It is done: {database} is the backup.")
    if kept is not None:
        words.print(f"What was there is {kept}. Delete it once all is well.")


def _check_is_whole(file: Path, database: Path) -> None:
    """The file is a finished one, and not the database itself."""
    if not file.is_file():
        raise BackupError(f"{file}: there is no such file.")
    if database.exists() and file.samefile(database):
        raise BackupError(f"{file}: this is the database itself.")
    journal = file.with_name(file.name + "-wal")
    if size_of(journal):
        raise BackupError(f"{file}: a bot's journal lies beside it, so it is no finished backup.")


async def _without_keys(settings: Settings, file: Path, without_key: bool) -> int:
    """How many open circles in a backup have no key of their own any more. Raises `SealError` and `StoreError`."""
    store = look_into(file)
    try:
        return await keys.look(store, settings.privacy)
    except (SealError, StoreError):
        if not without_key:
            raise
        return 0
    finally:
        if store is not None:
            await store.close()


async def _open_circles(url: str | Path) -> int:
    store = look_into(url)
    if store is None:
        return 0
    try:
        return await store.read(not_over)
    finally:
        await store.close()


def _database(settings: Settings, instead: str) -> Path:
    """The file of the database; on PostgreSQL it says what to use there, and stops.

    Args:
        settings: the settings.
        instead: PostgreSQL's own command, without the address.
    """
    if settings.database_file is None:
        address = without_password(make_url(settings.database.url))
        _stop(
            f"PostgreSQL has its own tools for this{' (stop the bot first)' if instead is RESTORE else ''}:\n"
            f"  {instead.format(address=shlex.quote(address))}\n"
            "It asks for the password, or takes it from ~/.pgpass. The keys are not in that database. "
            f"Keep a copy of {settings.privacy.key_file} elsewhere, and none of the keys of open circles.",
            2,
        )
    return settings.database_file


def _stop(why: str, code: int) -> NoReturn:
    words.print(why)
    raise typer.Exit(code)
