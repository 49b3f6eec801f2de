"""What PostgreSQL says of itself, as the one error that there is for a database: with words, and whether it is full."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.store import postgres_store
from bot.store.opening import open_store
from bot.store.store import Store, StoreError
from tests.databases import address

pytestmark = pytest.mark.postgresql

WORDS = {
    "53100": "its disk is full",
    "53200": "it has no memory left",
    "53300": "it has too many connections already",
    "40001": "others were changing the same",
    "40P01": "others were changing the same",
    "55P03": "others were changing the same for too long",
    "57014": "it took too long",
    "57P01": "it is shutting down",
    "57P03": "it is starting up",
    "42501": "the user may not do that in this database",
    "25006": "it only reads",
    "08006": "the connection was lost",
    "53400": "it has no room left",
    "58030": "its disk has a fault",
    "XX001": "it is damaged",
}
FULL = {"53100", "53200"}
TRIED_AGAIN = {"40001", "40P01", "57P01", "08006"}


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(address(tmp_path / "circle.db"))
    yield opened
    await opened.close()


@pytest.mark.parametrize("state", WORDS)
async def test_whatever_it_says_is_the_one_error(store: Store, state: str) -> None:
    said: list[str] = []

    def fails(db: Connection) -> None:
        said.append(state)
        db.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'SECRET' USING ERRCODE = '{state}'; END $$")

    for ask in (store.write, store.read, store.read_long):
        said.clear()
        with pytest.raises(StoreError) as raised:
            await ask(fails)
        assert WORDS[state] in str(raised.value)
        assert "SECRET" not in str(raised.value), "it may have words of a statement in it"
        assert raised.value.full == (state in FULL)
        assert len(said) == (postgres_store.TIMES if state in TRIED_AGAIN else 1)
    assert await store.read(lambda db: db.exec_driver_sql("SELECT 1").scalar_one()) == 1, "and it goes on"


@pytest.mark.parametrize("state", ["23505", "42P01", "22003"])
async def test_a_fault_of_ours_stays_one(store: Store, state: str) -> None:
    def fails(db: Connection) -> None:
        db.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")

    with pytest.raises(SQLAlchemyError):
        await store.write(fails)
