"""`story-circle move`: copying an installation on SQLite into an empty PostgreSQL database, open circles included."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.privacy.sealing import SealError, Vault
from bot.services.starting import keys
from bot.services.starting.under_way import not_over, opened
from bot.services.unit_of_work import Work
from bot.settings import DEFAULT_FILE, PREFIX, Database, Privacy, Settings, SettingsError
from bot.store import migrate, moving
from bot.store.key_database import Found, look_into_keys
from bot.store.lock import FileLock, Locked
from bot.store.locks import be_patient
from bot.store.moving import CannotMove, Copied
from bot.store.opening import look_into
from bot.store.postgres_server import server
from bot.store.store import Store, StoreError

from .console import ConfigOption, read_content, read_settings, words
from .progress import with_progress
from .settings_file import SettingsFile
from .upgrading import make_sure_of_its_version

cli = typer.Typer()


@cli.command()
def move(
    to: Annotated[
        str, typer.Option("--to", metavar="ADDRESS", help="An empty database: postgresql://user@host/name")
    ],
    keys_to: Annotated[
        str | None,
        typer.Option(
            "--keys-to",
            metavar="ADDRESS",
            help="A second empty database, for the keys of open circles. They stay in their file unless you say.",
        ),
    ] = None,
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Change config.toml without asking.")] = False,
) -> None:
    """Copy everything into a PostgreSQL database, while the bot is stopped. What is here stays as it is."""
    use_packaged_zones()
    settings = read_settings(config)
    database = settings.database_file
    if database is None:
        _stop("This installation is on PostgreSQL already.", 2)
    address = _address("--to", to)
    keys_address = None if keys_to is None else _address("--keys-to", keys_to)
    if not database.exists():
        _stop(f"{database}: there is no database yet, so there is nothing to move.", 2)
    try:
        lock = FileLock(database)
    except Locked:
        _stop(f"{database}: Story Circle is running on this database. Stop it first. Nothing has changed.", 1)
    except OSError as error:
        _stop(f"{database}: it cannot be used: {error.strerror}. Nothing has changed.", 1)
    try:
        asyncio.run(transfer(settings, address, keys_address))
    except (CannotMove, SealError, StoreError) as error:
        _stop(f"{error}\nNothing has changed.", 1)
    finally:
        lock.let_go()
    _change_settings(config or DEFAULT_FILE, address, keys_address, yes=yes)
    words.print(f"The old database stays as it is: {database}. Delete it and its backups once all is well.")
    if keys_address is not None:
        _say_of_old_keys(settings.privacy)


def _address(option: str, text: str) -> URL:
    try:
        url = make_url(Database(url=text).url)
    except ValidationError as error:
        why = error.errors(include_input=False, include_url=False)[0]["ctx"]["error"]
        _stop(f"{option} {why}.", 2)
    if url.get_backend_name() != "postgresql":
        _stop(f"{option} takes the address of a PostgreSQL database: postgresql://user@host/name", 2)
    return url


def _whole(url: URL) -> str:
    """The address with its password, as the settings have it."""
    return url.render_as_string(hide_password=False)


def place(url: URL) -> str:
    """A database by its name and machine, without who may use it and how."""
    return f"the database {url.database or url.username} at {url.host or 'this machine'}"


async def transfer(settings: Settings, address: URL, keys_address: URL | None = None) -> None:
    """Copy everything, and say that it is whole.

    Args:
        settings: the settings as they are.
        address: where it goes.
        keys_address: where the keys of open circles go; None: they stay where they are.

    Raises:
        CannotMove, SealError, StoreError: nothing is there.
    """
    source, target = look_into(settings.database.url), look_into(_whole(address))
    assert source is not None
    assert target is not None
    try:
        if await source.read(migrate.schema_age) is migrate.SchemaAge.NEWER:
            raise StoreError("The database belongs to a newer version of Story Circle. Update first.")
        await make_sure_of_its_version(source)
        vault = await keys.open_to_read(source, settings.privacy)
        found = None if keys_address is None else await _keys(settings, target, keys_address)
        transfer = _Transfer(settings, vault, found, keys_address)
        copied, circles, lost = await with_progress("Copying", transfer.into(target), transfer.done)
    finally:
        await source.close()
        await target.close()
    there = place(address) + ("" if keys_address is None else f", its keys in {place(keys_address)},")
    words.print(
        f"All of it is in {there} now, and it is whole: {copied.rows} rows in {copied.tables} tables are the "
        f"same there, and {circles} open circles and dates open with their keys."
    )
    if lost:
        words.print(
            f"{lost} more do not open, here neither. The next start closes them kindly, or sets them aside."
        )
    if copied.left_out:
        words.print(
            f"In {copied.left_out} texts a sign was left out that nobody sees and PostgreSQL cannot keep."
        )


async def _keys(settings: Settings, target: Store, address: URL) -> Found:
    """The keys that are to be copied, once it is sure that they can be. Raises `CannotMove` and `StoreError`."""
    if not isinstance(settings.privacy.session_keys, Path):
        raise CannotMove("The keys are in a PostgreSQL database already. Leave --keys-to out.")
    opened_place = look_into(_whole(address))
    assert opened_place is not None
    try:
        await opened_place.read(partial(moving.make_sure_keys_can_be_moved, await target.read(server)))
    finally:
        await opened_place.close()
    return await asyncio.to_thread(look_into_keys, settings.privacy.session_keys) or Found(None, {})


class _Transfer:
    """The copying, as one transaction of the new database, and how far it is."""

    def __init__(
        self, settings: Settings, vault: Vault, found: Found | None, keys_address: URL | None
    ) -> None:
        self._settings = settings
        self._found, self._keys_address = found, keys_address
        self._vault = vault
        self._content = read_content(settings)
        clock = Clock()
        self._now = clock.utcnow()
        self._engine = moving.source_of(make_url(settings.database.url))
        self._all, self._told, self._are_keys_there = 1, 0, False

    def done(self) -> float:
        """How much is copied and read back, from 0 to 1."""
        return self._told / self._all

    async def into(self, target: Store) -> tuple[Copied, int, int]:
        """Copy all of it, or nothing. Raises `CannotMove` and `StoreError`."""
        try:
            return await target.write(self.run)
        except SQLAlchemyError as error:
            self._take_keys_back()
            state = getattr(getattr(error, "orig", None), "sqlstate", None) or type(error).__name__
            raise CannotMove(f"PostgreSQL would not take it ({state}).") from None
        except BaseException:
            self._take_keys_back()
            raise

    def _take_keys_back(self) -> None:
        if self._found is not None and self._keys_address is not None and self._are_keys_there:
            moving.take_keys_back(self._found, self._keys_address)

    def run(self, target: Connection) -> tuple[Copied, int, int]:
        """Make the tables, copy the rows, and look whether they are the same and open with the keys.

        Raises:
            CannotMove: it is not to be committed.
        """
        try:
            with self._engine.begin() as source:
                return self._run(source, target)
        finally:
            self._engine.dispose()

    def _run(self, source: Connection, target: Connection) -> tuple[Copied, int, int]:
        be_patient(target)
        moving.make_sure_it_is_fit(target)
        migrate.upgrade(target)
        self._all, self._told = max(1, 2 * moving.count(source)), 0
        copied = moving.copy(source, target, self._tell)
        there = opened(self._work(target))
        if opened(self._work(source)) != there:
            raise CannotMove("A circle opens here with its key and not there.")
        if self._found is not None and self._keys_address is not None:
            self._are_keys_there = True
            moving.copy_keys(self._found, self._keys_address)
        return copied, len(there), not_over(target) - len(there)

    def _tell(self, rows: int) -> None:
        self._told += rows

    def _work(self, db: Connection) -> Work:
        return Work(db, self._vault, self._content, self._now, self._settings)


def _change_settings(file: Path, address: URL, keys_address: URL | None, *, yes: bool) -> None:
    """Let the bot use the new database from its next start on, if that is wished."""
    new = {("database", "url"): _whole(address)}
    if keys_address is not None:
        new["privacy", "key_database"] = _whole(keys_address)
    there = {name.upper() for name in os.environ}
    if set_there := [name for name in (f"{PREFIX}{a}__{b}".upper() for a, b in new) if name in there]:
        words.print(
            f"Next: set {' and '.join(set_there)} in the environment to the new address, then start the bot."
        )
        new = {
            key: value for key, value in new.items() if f"{PREFIX}{key[0]}__{key[1]}".upper() not in set_there
        }
        if not new:
            return
    if yes or _confirm(f"Write the new address into {file}, so that the next start uses it?"):
        try:
            settings = SettingsFile(file)
            for (section, key), value in new.items():
                settings.put(section, key, value)
            settings.save()
        except SettingsError as error:
            words.print(f"{error}\nThe copy is made all the same.")
        else:
            words.print(
                f"{file} has the new address. Next: start the bot, and look with story-circle doctor."
            )
            return
    names = ", and ".join(f"{key} under [{section}]" for section, key in new)
    words.print(
        f"Next: in {file} set {names} to the new address, and start the bot. What happens on the old database until "
        "then is not in the new one."
    )


def _say_of_old_keys(privacy: Privacy) -> None:
    """Two copies of a key are one too many."""
    if privacy.session_keys == keys.usual_place(privacy):
        words.print(f"The first start there destroys the keys that are in {privacy.session_keys} still.")
    else:
        words.print(f"Once the bot has started there, delete the old keys: {privacy.session_keys}")


def _confirm(question: str) -> bool:
    try:
        return typer.confirm(question, default=True, err=True)
    except typer.Abort:
        return False


def _stop(why: str, code: int) -> NoReturn:
    words.print(why)
    raise typer.Exit(code)
