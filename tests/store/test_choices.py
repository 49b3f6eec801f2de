"""Upgrading a database in which a schedule held the choices for its sessions one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.circle.choices import SessionChoices
from bot.services.circle import choices
from bot.store.migrate import config, upgrade

pytestmark = pytest.mark.sqlite

BEFORE = {
    "name": "Tuesday circle",
    "language": "en",
    "series": {"start": "2026-01-06T19:00:00", "zone": "Europe/Berlin", "rule": "FREQ=WEEKLY;BYDAY=TU"},
    "parent_xid": 11,
    "format_id": "story-circle",
    "capacity": 5,
    "minimum": 4,
    "role_xid": 12,
    "theme": "courage",
    "shows_names": True,
    "begins_alone": True,
    "splits": True,
    "has_event": False,
    "scale": True,
    "sends_prompt": True,
    "reminders": [3600],
    "horizon_days": 14,
}


def test_a_schedule_keeps_everything_that_was_chosen(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as db:
        settings = config()
        settings.attributes["connection"] = db
        command.upgrade(settings, "0011")
        for number, terms in enumerate((json.dumps(BEFORE), "unreadable"), 1):
            db.execute(
                sa.text(
                    "INSERT INTO schedule (id, guild_xid, status, version, terms, salt, rota_turn, touched_at)"
                    " VALUES (:id, 1, 'active', 0, :terms, x'00', 0, 0)"
                ),
                {"id": number, "terms": terms},
            )
        upgrade(db)
        kept, broken = db.execute(sa.text("SELECT choices FROM schedule ORDER BY id")).scalars()
    assert broken == "unreadable"
    read = choices.load(kept)
    assert read.session == SessionChoices(
        capacity=5,
        minimum=4,
        scale=True,
        reminders=(3600,),
        begins_alone=True,
        splits=True,
        shows_names=True,
        has_event=False,
        sends_prompt=True,
    )
    assert (read.name, read.role_xid, read.theme, read.horizon_days) == ("Tuesday circle", 12, "courage", 14)
    assert (read.parent_xid, read.format_id, read.series.zone) == (11, "story-circle", "Europe/Berlin")
