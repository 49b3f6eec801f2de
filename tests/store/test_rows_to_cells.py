"""Upgrading a database that kept a row a session: together they are one cell without a server; the rows are gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.store.migrate import config
from bot.store.opening import open_store
from bot.store.tables import cell, metadata

pytestmark = pytest.mark.sqlite

ROWS = (
    ("a", "5-6", 4, 2, "0 0 1 4 0", "1 3 1 0 0"),
    ("b", "7-8", 2, None, None, None),
    ("c", "3-4", 4, 4, None, None),
)
MARK = "open-10-of-that-evening"


def _database(folder: Path, rows: int) -> str:
    url = f"sqlite:///{folder}/old.db"
    engine = sa.create_engine(url)
    with engine.begin() as db:
        settings = config()
        settings.attributes["connection"] = db
        command.upgrade(settings, "0021")
        for key, size, spoke, used, arriving, leaving in ROWS[:rows]:
            db.execute(
                sa.text(
                    "INSERT INTO record (key, week, format, size, length, spoke_quarters, prompts,"
                    " time_used_quarters, check_in, check_out)"
                    " VALUES (:key, '2026-W02', 'story-circle', :size, '30-60', :spoke, :mark,"
                    " :used, :arriving, :leaving)"
                ),
                {"key": key.encode(), "size": size, "spoke": spoke, "mark": MARK, "used": used}
                | {"arriving": arriving, "leaving": leaving},
            )
    engine.dispose()
    return url


def _upgraded(url: str) -> list[dict[str, object]]:
    async def upgrade() -> list[dict[str, object]]:
        store = await open_store(url)
        try:
            await store.erase()
            return await store.read(lambda db: [dict(row) for row in db.execute(sa.select(cell)).mappings()])
        finally:
            await store.close()

    return asyncio.run(upgrade())


def test_the_rows_become_one_cell_and_nothing_of_them_is_left(tmp_path: Path) -> None:
    (row,) = _upgraded(_database(tmp_path, 3))
    assert (row["guild_xid"], row["quarter"], row["circle_id"]) == (0, "earlier", 0)
    assert (row["sessions"], row["seats_taken"], row["seats_shared"]) == (3, 15, 5 + 3 + 3)
    assert (row["storied"], row["storied_seats"], row["offered_s"], row["used_s"]) == (2, 8, 8, 6)
    assert (row["answered_sessions"], row["answered"]) == (1, 5)
    assert (row["arriving"], row["arriving_level"], row["leaving"], row["leaving_level"]) == (5, 19, 5, 10)
    assert "record" not in metadata.tables
    for file in tmp_path.iterdir():
        assert MARK.encode() not in file.read_bytes(), f"{file.name} still has a row"


@pytest.mark.parametrize("rows", [0, 2])
def test_too_few_rows_are_dropped(tmp_path: Path, rows: int) -> None:
    assert _upgraded(_database(tmp_path, rows)) == []
