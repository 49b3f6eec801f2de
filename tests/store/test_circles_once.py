"""Upgrading a database in which the number of a circle could be given twice: all that refers to a circle stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.store.migrate import config
from bot.store.opening import open_store

pytestmark = pytest.mark.sqlite

_SESSION = (
    "INSERT INTO session (circle_id, guild_xid, parent_xid, room_name, name, language, version, phase, state,"
    " touched_at) VALUES (9, 7, 1, 'r', 'b', 'en', 1, 'ended', '{}', '2026-11-29')"
)
_BEFORE = (
    "INSERT INTO circle (id, guild_xid, name, met_in) VALUES (3, 7, 'a', '2026-10'), (9, 7, 'b', NULL)",
    "INSERT INTO prompt_use (circle_id, prompt_id, nth) VALUES (9, 'own/1', 2)",
    _SESSION,
)


async def test_circles_keep_their_numbers_and_what_refers_to_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    engine = sa.create_engine(url)
    with engine.begin() as db:
        settings = config()
        settings.attributes["connection"] = db
        command.upgrade(settings, "0025")
        for statement in _BEFORE:
            db.exec_driver_sql(statement)
    engine.dispose()
    store = await open_store(url)

    def asked(db: sa.Connection, statement: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in db.exec_driver_sql(statement)]

    try:
        assert await store.read(asked, "SELECT * FROM circle") == [(3, 7, "a", "2026-10"), (9, 7, "b", None)]
        assert await store.read(asked, "SELECT * FROM prompt_use") == [(9, "own/1", 2)]
        assert await store.read(asked, "SELECT circle_id FROM session") == [(9,)]
        assert await store.read(asked, "PRAGMA foreign_key_check") == []
        for statement in ("DELETE FROM session", "DELETE FROM circle WHERE id = 9"):
            await store.write(lambda db, statement=statement: db.exec_driver_sql(statement))  # type: ignore[misc]
        assert await store.read(asked, "SELECT * FROM prompt_use") == [], "what a circle has had goes with it"
        await store.write(
            lambda db: db.exec_driver_sql("INSERT INTO circle (guild_xid, name) VALUES (7, 'c')")
        )
        assert await store.read(asked, "SELECT max(id) FROM circle") == [(10,)]
    finally:
        await store.close()
