"""`story-circle move`: copying an installation on SQLite into an empty PostgreSQL database, open circles included."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.privacy.sealing import SealError, Vault
from bot.services.starting import keys
from bot.services.starting.under_way import opened
from bot.services.unit_of_work import Work
from bot.settings import DEFAULT_FILE, Database, Settings, SettingsError
from bot.store import migrate, moving
from bot.store.lock import FileLock, Locked
from bot.store.locks import be_patient
from bot.store.moving import CannotMove, Copied
from bot.store.opening import look_into
from bot.store.store import StoreError

from .console import ConfigOption, read_content, read_settings, words
from .progress import with_progress
from .settings_file import SettingsFile
from .upgrading import make_sure_of_its_version

cli = typer.Typer()
ADDRESS = "STORY_CIRCLE_DATABASE__URL"


@cli.command()
def move(
    to: Annotated[
        str, typer.Option("--to", metavar="ADDRESS", help="An empty database: postgresql://user@host/name")
    ],
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Change config.toml without asking.")] = False,
) -> None:
    """Copy everything into a PostgreSQL database, while the bot is stopped. What is here stays as it is."""
    use_packaged_zones()
    settings = read_settings(config)
    database = settings.database_file
    if database is None:
        _stop("This installation is on PostgreSQL already.", 2)
    address = _address(to)
    if not database.exists():
        _stop(f"{database}: there is no database yet, so there is nothing to move.", 2)
    try:
        lock = FileLock(database)
    except Locked:
        _stop(f"{database}: Story Circle is running on this database. Stop it first. Nothing has changed.", 1)
    except OSError as error:
        _stop(f"{database}: it cannot be used: {error.strerror}. Nothing has changed.", 1)
    try:
        asyncio.run(transfer(settings, address))
    except (CannotMove, SealError, StoreError) as error:
        _stop(f"{error}\nNothing has changed.", 1)
    finally:
        lock.let_go()
    _change_settings(config or DEFAULT_FILE, address, yes=yes)
    words.print(f"The old database stays as it is: {database}. Delete it and its backups once all is well.")


def _address(text: str) -> URL:
    try:
        url = make_url(Database(url=text).url)
    except ValidationError as error:
        why = error.errors(include_input=False, include_url=False)[0]["ctx"]["error"]
        _stop(f"--to {why}.", 2)
    if url.get_backend_name() != "postgresql":
        _stop("--to takes the address of a PostgreSQL database: postgresql://user@host/name", 2)
    return url


def place(url: URL) -> str:
    """A database by its name and machine, without who may use it and how."""
    return f"the database {url.database or url.username} at {url.host or 'this machine'}"


async def transfer(settings: Settings, address: URL) -> None:
    """Copy everything, and say that it is whole.

    Raises:
        CannotMove, SealError, StoreError: nothing is there.
    """
    source, target = (
        look_into(settings.database.url),
        look_into(address.render_as_string(hide_password=False)),
    )
    assert source is not None
    assert target is not None
    try:
        if await source.read(migrate.standing) is migrate.Standing.NEWER:
            raise StoreError("The database belongs to a newer version of Story Circle. Update first.")
        await make_sure_of_its_version(source)
        transfer = _Transfer(settings, await keys.open_to_read(source, settings.privacy))
        copied, circles = await with_progress("Copying", target.write(transfer.run), transfer.done)
    finally:
        await source.close()
        await target.close()
    words.print(
        f"All of it is in {place(address)} now, and it is whole: {copied.rows} rows in {copied.tables} tables are the "
        f"same there, and {circles} open circles and dates open with their keys."
    )
    if copied.left_out:
        words.print(
            f"In {copied.left_out} texts a sign was left out that nobody sees and PostgreSQL cannot keep."
        )


class _Transfer:
    """The copying, as one transaction of the new database, and how far it is."""

    def __init__(self, settings: Settings, vault: Vault) -> None:
        self._settings = settings
        self._vault = vault
        self._content = read_content(settings)
        clock = Clock()
        self._now = clock.utcnow()
        self._engine = moving.source_of(make_url(settings.database.url))
        self._all, self._told = 1, 0

    def done(self) -> float:
        """How much is copied and read back, from 0 to 1."""
        return self._told / self._all

    def run(self, target: Connection) -> tuple[Copied, int]:
        """Make the tables, copy the rows, and look whether they are the same and open with the keys.

        Raises:
            CannotMove: it is not to be committed.
        """
        try:
            with self._engine.begin() as source:
                return self._run(source, target)
        finally:
            self._engine.dispose()

    def _run(self, source: Connection, target: Connection) -> tuple[Copied, int]:
        be_patient(target)
        moving.make_sure_it_is_fit(target)
        migrate.upgrade(target)
        self._all, self._told = max(1, 2 * moving.count(source)), 0
        copied = moving.copy(source, target, self._tell)
        there = opened(self._work(target))
        if opened(self._work(source)) != there:
            raise CannotMove("A circle opens here with its key and not there.")
        return copied, len(there)

    def _tell(self, rows: int) -> None:
        self._told += rows

    def _work(self, db: Connection) -> Work:
        return Work(db, self._vault, self._content, self._now, self._settings)


def _change_settings(file: Path, address: URL, *, yes: bool) -> None:
    """Let the bot use the new database from its next start on, if that is wished."""
    if any(name.upper() == ADDRESS for name in os.environ):
        words.print(f"Next: set {ADDRESS} in the environment to the new address, and start the bot.")
        return
    if yes or _confirm(f"Write the new address into {file}, so that the next start uses it?"):
        try:
            settings = SettingsFile(file)
            settings.put("database", "url", address.render_as_string(hide_password=False))
            settings.save()
        except SettingsError as error:
            words.print(f"{error}\nThe copy is made all the same.")
        else:
            words.print(
                f"{file} has the new address. Next: start the bot, and look with story-circle doctor."
            )
            return
    words.print(
        f"Next: in {file}, under [database], set url to the new address, and start the bot. What happens on the old "
        "database until then is not in the new one."
    )


def _confirm(question: str) -> bool:
    try:
        return typer.confirm(question, default=True, err=True)
    except typer.Abort:
        return False


def _stop(why: str, code: int) -> NoReturn:
    words.print(why)
    raise typer.Exit(code)
