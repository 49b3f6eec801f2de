"""Deliveries that were kept when a number stood for whatever there was to know of one."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.circle.model import Call
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Delivery, Refresh
from bot.services.deliveries.rows import read
from bot.services.rooms.obstacles import Obstacle
from bot.store.migrate import config, upgrade

pytestmark = pytest.mark.sqlite

BEFORE: tuple[tuple[str, int, int | None, Delivery], ...] = (
    ("open_room", 0, None, d.OpenRoom()),
    ("admit", 0, 3, d.Admit(3)),
    ("admit", 3, 3, d.Admit(3, why=Obstacle.CANNOT_SEE | Obstacle.CANNOT_WRITE)),
    ("dismiss", 0, 2, d.Dismiss(2)),
    ("dismiss", 5, 2, d.Dismiss(2, before_turn=5)),
    ("turn", 4, None, d.Turn(4)),
    ("refresh_turn", 4, None, Refresh(d.Turn(4))),
    ("refresh_stage", 0, None, Refresh(d.Stage(0))),
    ("choose", 2, 1, d.Choose(2)),
    ("left_invite", 1, None, d.LeftInvite(1)),
    ("refresh_event", 0, None, Refresh(d.Event())),
    ("note_again", 2, None, d.AskAgain(2)),
    ("note_begin", 2, None, d.AskToBegin(Call.COFACILITATORS)),
    ("whisper_warning", 7, 1, d.TimeWarning(1, turn=7)),
    ("whisper_resonance", 7, 1, d.Resonance(1, turn=7)),
    ("whisper_remind", 86_400, 6, d.Remind(6, before_s=86_400)),
    ("whisper_shut_out", 4, 6, d.ShutOut(6, why=Obstacle.UNKNOWN)),
    ("whisper_cannot_come", 16 * 5 + 8, 1, d.CannotCome(1, who=5, why=Obstacle.ROOM_FULL)),
    ("x-whisper_doors", 0, 2, d.Doors(2)),
)
"""The kind, the number and the seat as they were kept, and what was meant. `x-`: it was set aside."""


@pytest.fixture
def rows(tmp_path: Path) -> list[tuple[str, str]]:
    """What an upgrade makes of them."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as db:
        settings = config()
        settings.attributes["connection"] = db
        command.upgrade(settings, "0011")
        for kind, subject, seat, _ in BEFORE:
            db.execute(
                sa.text(
                    "INSERT INTO delivery (session_id, kind, subject, seat, not_before, attempts, nonce)"
                    " VALUES (1, :kind, :subject, :seat, 0, 0, 'n')"
                ),
                {"kind": kind, "subject": subject, "seat": seat},
            )
        upgrade(db)
        found = db.execute(sa.text("SELECT kind, about FROM delivery ORDER BY id")).all()
    engine.dispose()
    return [(row.kind, row.about) for row in found]


def test_each_is_read_as_what_was_meant(rows: list[tuple[str, str]]) -> None:
    assert [kind for kind, _ in rows] == [kind for kind, *_ in BEFORE], "what is set aside stays so"
    read_now = [read(kind.removeprefix("x-"), about) for kind, about in rows]
    assert read_now == [meant for *_, meant in BEFORE]
