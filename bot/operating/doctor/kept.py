"""Checks of the database and its keys. Nothing is changed, also while a bot runs on them."""

from __future__ import annotations

from pathlib import Path

from bot.clock import Clock
from bot.content import Content
from bot.privacy.sealing import SealError
from bot.services.care.places import places_due
from bot.services.starting import aside, keys
from bot.services.unit_of_work import Transactions
from bot.settings import Settings
from bot.store import migrate, sqlite
from bot.store.lock import is_held
from bot.store.migrate import SchemaAge
from bot.store.store import Store, StoreError

from . import here
from .finding import Finding, State, to_do, well


def running(file: Path) -> Finding:
    """Whether the bot runs. Either is well."""
    return well("running", "The bot runs." if is_held(file) else "The bot does not run.")


def rights(file: Path) -> Finding:
    """Who may read the database."""
    if here.others_may_read(file):
        return to_do("rights", f"Others on this machine can read {file}. Run: chmod 600 '{file}'")
    return well("rights", "Only its owner can read the database.")


EMPTY = well("database", "There is nothing in it yet. The first start makes what it needs.")


async def is_empty(store: Store) -> bool:
    """Whether no bot has ever been started on a database that is there."""
    return await store.read(migrate.revision) is None


async def database(store: Store, settings: Settings) -> Finding:
    """Whether the database is whole, and of which version."""
    restore = "Put a backup back, with story-circle restore."
    whole = "whole" if settings.database_file is not None else "there"
    try:
        age = await store.read(migrate.schema_age)
        damage = await store.read_long(sqlite.damage) if settings.database_file is not None else ""
    except StoreError as error:
        return to_do("database", f"{error} {restore}")
    if damage:
        return to_do("database", f"The database is damaged: {damage}. {restore}")
    if age is SchemaAge.NEWER:
        return to_do(
            "database", "It belongs to a newer version of Story Circle. Update, or put a backup back."
        )
    if age is SchemaAge.OLDER:
        return well(
            "database",
            f"It is {whole}. It is of an earlier version, and the next start brings it up to date.",
        )
    return well("database", f"It is {whole}, and of this version.")


async def key_files(store: Store | None, settings: Settings) -> Finding:
    """Whether the keys are there, and belong to this database. `store` None: there is no database yet."""
    try:
        without_keys = await keys.look(store, settings.privacy)
    except (SealError, StoreError) as error:
        return to_do("keys", str(error))
    if without_keys:
        return lost_keys(without_keys, settings)
    if store is None:
        return well("keys", "The first start makes them.")
    return well(
        "keys", "They are there, and are those of this database. Keep a copy of the key file elsewhere."
    )


def lost_keys(count: int, settings: Settings) -> Finding:
    """What is to be done about circles and dates whose own keys are gone: so many."""
    words = f"The keys of {count} open circles and dates are gone. The next start closes them kindly. "
    again = f"If you still have them, put them back first: {settings.privacy.session_keys}"
    return to_do("keys", words + again)


async def set_aside(store: Store) -> list[Finding]:
    """What could not be read at the last start."""
    return [
        to_do(
            "set aside",
            f"A {what} cannot be read and was set aside at the last start: {', '.join(map(str, numbers))}. "
            "A newer version may read it; story-circle let-go closes it.",
        )
        for what, numbers in (await store.read(aside.numbers)).items()
    ]


async def reader(store: Store, settings: Settings, content: Content) -> Transactions:
    """The way in for checks that ask what is in the database. Raises `SealError` and `StoreError`."""
    vault = await keys.open_to_read(store, settings.privacy)
    return Transactions(store, vault, Clock(), content, settings)


async def places(desk: Transactions) -> Finding:
    """Whether somebody is to look again at places to turn to."""
    due = await desk.read(places_due, desk.clock.utcnow().date())
    if due:
        words = f"{due} are past the day to check them. Their servers' admins can, with /care resources."
        return to_do("places to turn to", words)
    return well("places to turn to", "None is past the day to check it.")


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing is to be done, so that what depends on it can be looked at."""
    return all(one.state is State.WELL for one in findings)
