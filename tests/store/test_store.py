"""The store on a real file: one writer, whole transactions, migrations that match the tables, faults by name."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.opening import open_store
from bot.store.store import Store, StoreError
from bot.store.tables import circle, metadata, pulse
from tests.databases import address

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(address(tmp_path / "var" / "circle.db"))
    yield opened
    await opened.close()


def _add_circle(db: Connection, name: str) -> None:
    db.execute(insert(circle), {"guild_xid": 1, "name": name})


def _count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(circle)).scalar_one()


async def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    differences = await store.write(lambda db: compare_metadata(MigrationContext.configure(db), metadata))
    assert differences == []


@pytest.mark.sqlite
async def test_the_home_is_for_its_owner_only(store: Store, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


async def test_a_transaction_is_whole_or_not_at_all(store: Store) -> None:
    def half(db: Connection) -> None:
        _add_circle(db, "one")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the very error that was raised
        await store.write(half)
    assert await store.read(_count) == 0


async def test_a_broken_rule_of_the_tables_is_a_fault_of_ours(store: Store) -> None:
    await store.write(_add_circle, "one")
    with pytest.raises(IntegrityError):
        await store.write(_add_circle, "one")


def _beat(db: Connection) -> None:
    db.execute(insert(pulse), {"slot": 0, "alive_at": NOON})


async def test_text_may_be_long_have_a_zero_in_it_and_numbers_may_be_large(store: Store) -> None:
    """As on SQLite, which never looks how long a text is."""
    large = 2**40
    await store.write(
        lambda db: db.execute(insert(circle), [{"id": large, "guild_xid": 1, "name": "x" * 500}])
    )
    await store.write(_add_circle, "Even\0ing")
    names = await store.read(
        lambda db: db.execute(select(circle.c.name).order_by(circle.c.name)).scalars().all()
    )
    assert names == ["Evening", "x" * 500]
    of_large = select(circle.c.guild_xid).where(circle.c.id == large)
    assert await store.read(lambda db: db.execute(of_large).scalar()) == 1


async def test_four_hundred_read_modify_writes_at_once_lose_none(store: Store) -> None:
    """What is read to be changed is locked; SQLite has one writer anyway."""
    await store.write(_beat)
    await store.write(_add_circle, "0")

    def one_more(db: Connection) -> None:
        name = db.execute(select(circle.c.name).with_for_update()).scalar_one()
        db.execute(update(circle).values(name=str(int(name) + 1)))

    await asyncio.gather(*(store.write(one_more) for _ in range(400)))
    assert await store.read(lambda db: db.execute(select(circle.c.name)).scalar_one()) == "400"


async def test_instants_come_back_exactly(store: Store) -> None:
    await store.write(_beat)
    assert await store.read(lambda db: db.execute(select(pulse.c.alive_at)).scalar_one()) == NOON


async def test_a_reader_cannot_write(store: Store) -> None:
    for read in (store.read, store.read_long):
        with pytest.raises(StoreError):
            await read(_add_circle, "one")


async def test_more_reads_than_there_are_threads_are_all_answered(store: Store) -> None:
    await store.write(_add_circle, "one")
    counts = await asyncio.gather(
        *(read(_count) for _ in range(40) for read in (store.read, store.read_long))
    )
    assert counts == [1] * 80


async def test_a_read_sees_one_state_however_many_statements_it_has(store: Store) -> None:
    """Whatever is written meanwhile comes with the next read."""
    begun, go_on = threading.Event(), threading.Event()

    def twice(db: Connection) -> tuple[int, int]:
        before = _count(db)
        begun.set()
        go_on.wait(5)
        return before, _count(db)

    reading = asyncio.create_task(store.read(twice))
    await asyncio.to_thread(begun.wait, 5)
    await store.write(_add_circle, "one")
    go_on.set()
    assert await reading == (0, 0)
    assert await store.read(_count) == 1


async def test_a_commit_that_began_is_waited_for_when_the_asker_is_gone(store: Store) -> None:
    asking = asyncio.create_task(store.write(_add_circle, "one"))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await store.write(_add_circle, "two")
    assert await store.read(_count) == 2


@pytest.mark.sqlite
async def test_a_database_of_a_newer_bot_is_not_touched(tmp_path: Path) -> None:
    url = address(tmp_path / "circle.db")
    await (await open_store(url)).close()
    with sqlite3.connect(tmp_path / "circle.db") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    with pytest.raises(StoreError, match="newer version"):
        await open_store(url)


async def test_another_kind_of_database_is_refused_by_name() -> None:
    with pytest.raises(StoreError, match="'mysql'"):
        await open_store("mysql://somewhere/circle")


@pytest.mark.sqlite
async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "circle.db").write_bytes(b"this is not a database, not at all, no" * 100)
    with pytest.raises(StoreError):
        await open_store(address(tmp_path / "circle.db"))
