"""Upgrading a database in which dates were moved: the hour that was typed is worked out by the data of that time."""

from __future__ import annotations

import json
import sysconfig
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from alembic import command

from bot.store.migrate import config, upgrade
from tests.zone_data import write_zones

pytestmark = pytest.mark.sqlite

MOVED_TO = datetime(2026, 12, 11, 3, tzinfo=UTC)


def test_a_moved_date_keeps_the_hour_that_was_typed(tmp_path: Path) -> None:
    machine = write_zones(tmp_path / "zones", {"America/Vancouver": "America/Los_Angeles"})
    engine = sa.create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as db:
        settings = config()
        settings.attributes["connection"] = db
        command.upgrade(settings, "0005")
        terms = json.dumps({"series": {"zone": "America/Vancouver"}})
        db.execute(
            sa.text(
                "INSERT INTO schedule (id, guild_xid, status, version, terms, salt, rota_turn, touched_at)"
                " VALUES (1, 1, 'active', 0, :terms, x'00', 0, 0)"
            ),
            {"terms": terms},
        )
        moved = int(MOVED_TO.timestamp()) * 1_000_000
        db.execute(
            sa.text(
                "INSERT INTO changed_date (schedule_id, local, moved_to, note)"
                f" VALUES (1, '2026-12-08T19:00:00', {moved}, ''), (1, '2026-12-15T19:00:00', NULL, 'away')"
            )
        )
        with patch.object(sysconfig, "get_config_var", lambda name: str(machine)):
            upgrade(db)
        rows = db.execute(sa.text("SELECT local, moved_local FROM changed_date ORDER BY local")).all()
    assert [tuple(row) for row in rows] == [
        ("2026-12-08T19:00:00", "2026-12-10T19:00:00"),
        ("2026-12-15T19:00:00", None),
    ]
    engine.dispose()
