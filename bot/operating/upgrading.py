"""A database of an earlier version: brought up to date before the bot starts on it, and not read before that."""

from __future__ import annotations

from bot.store import migrate
from bot.store.migrate import SchemaAge
from bot.store.opening import look_into, open_store
from bot.store.store import Store, StoreError

from .progress import with_progress


async def bring_up_to_date(url: str) -> None:
    """Run the migrations that are missing. Raises `StoreError`."""
    there = look_into(url)
    if there is None:
        return
    try:
        age = await there.read(migrate.schema_age)
    finally:
        await there.close()
    if age is SchemaAge.OLDER:
        store = await with_progress("Bringing the database up to date", open_store(url))
        await store.close()


async def make_sure_of_its_version(store: Store) -> None:
    """Raises `StoreError`: it is of an earlier version, which has not all that is to be read."""
    if await store.read(migrate.schema_age) is SchemaAge.OLDER:
        raise StoreError(
            "The database is of an earlier version. Start the bot once, which brings it up to date. Then try again."
        )
