"""Bringing a database of an earlier version up to date before the bot starts on it, where somebody watches."""

from __future__ import annotations

from bot.store import migrate
from bot.store.migrate import Standing
from bot.store.store import look_into, open_store

from .progress import with_progress


async def bring_up_to_date(url: str) -> None:
    """Run the migrations that are missing. Raises `StoreError`."""
    there = look_into(url)
    if there is None:
        return
    try:
        standing = await there.read(migrate.standing)
    finally:
        await there.close()
    if standing is Standing.OLDER:
        store = await with_progress("Bringing the database up to date", open_store(url))
        await store.close()
