"""What is asked for while the disk is busy is committed together, and each is still whole or not at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select

from bot.store.sqlite_store import SQLiteStore
from bot.store.store import Store, StoreError
from bot.store.tables import circle
from bot.store.together import MOST_TOGETHER

pytestmark = pytest.mark.sqlite


def add(name: str) -> Callable[[Connection], str]:
    def work(db: Connection) -> str:
        db.execute(insert(circle), {"guild_xid": 1, "name": name})
        return name

    return work


def add_and_fail(db: Connection) -> None:
    add("half")(db)
    raise ValueError("refused")


async def names(store: Store) -> list[str]:
    return list(
        await store.read(lambda db: db.execute(select(circle.c.name).order_by(circle.c.id)).scalars())
    )


@asynccontextmanager
async def busy(store: Store) -> AsyncIterator[None]:
    """The disk is busy with a transaction until this is left; all that was asked for meanwhile waits for it."""
    begun, go = threading.Event(), threading.Event()

    def wait(_: Connection) -> bool:
        begun.set()
        return go.wait(10)

    first = asyncio.create_task(store.write(wait))
    await asyncio.to_thread(begun.wait, 10)
    yield
    await asyncio.sleep(0)
    go.set()
    assert await first


async def while_busy(store: Store, *works: Callable[[Connection], Any]) -> list[Any]:
    """What comes of transactions that are all asked for while another one is under way."""
    async with busy(store):
        others = [asyncio.create_task(store.write(work)) for work in works]
    return await asyncio.gather(*others, return_exceptions=True)


async def test_many_at_once_are_committed_few_times_and_in_their_order(store: SQLiteStore) -> None:
    commits: list[Any] = []
    event.listen(store._writer, "commit", commits.append)
    wanted = [f"circle {number}" for number in range(2 * MOST_TOGETHER)]
    assert await while_busy(store, *map(add, wanted)) == wanted
    assert await names(store) == wanted
    assert len(commits) == 3, "the one that was under way, and twice as many as go together"


async def test_one_that_fails_leaves_nothing_and_takes_nothing_from_the_others(store: SQLiteStore) -> None:
    before, failed, after = await while_busy(store, add("before"), add_and_fail, add("after"))
    assert (before, after) == ("before", "after")
    assert isinstance(failed, ValueError)
    assert await names(store) == ["before", "after"]
    assert await store.write(add("later")) == "later", "and the store goes on"


async def test_when_the_commit_fails_all_are_told_and_nothing_is_saved(store: SQLiteStore) -> None:
    def undone_by_sqlite(db: Connection) -> None:
        db.exec_driver_sql("ROLLBACK")  # as it does for want of room
        db.exec_driver_sql("no statement")

    found = await while_busy(store, add("one"), undone_by_sqlite, add("other"))
    assert [type(error) for error in found] == [StoreError] * 3
    assert await store.read(lambda db: db.execute(select(func.count()).select_from(circle)).scalar_one()) == 0
    assert await store.write(add("later")) == "later"


async def test_nobody_hears_of_theirs_before_it_is_committed(store: SQLiteStore) -> None:
    seen: list[int] = []

    async def write_and_look(name: str) -> None:
        await store.write(add(name))
        seen.append(len(await names(store)))

    async with busy(store):
        others = [asyncio.create_task(write_and_look(str(number))) for number in range(5)]
        await asyncio.sleep(0)
        assert seen == []
    await asyncio.gather(*others)
    assert seen == [5] * 5


async def test_what_is_destroyed_elsewhere_follows_each_that_is_kept(store: SQLiteStore) -> None:
    followed: list[str] = []

    def then(name: str) -> Callable[[], Future[bool]]:
        def follow() -> Future[bool]:
            followed.append(name)
            done: Future[bool] = Future()
            done.set_result(True)
            return done

        return follow

    async with busy(store):
        kept = asyncio.create_task(store.write_then(add("kept"), then("kept")))
        failed = asyncio.create_task(store.write_then(add_and_fail, then("failed")))
    assert await kept == "kept"
    with pytest.raises(ValueError, match="refused"):
        await failed
    assert followed == ["kept"]
