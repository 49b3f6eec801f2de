"""A delivery keeps what is known of it as JSON, field by field. It was one number, which meant another thing for each
kind, and a seat."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_OF_A_TURN = ("turn", "choose", "note_again", "whisper_warning", "whisper_time_up", "whisper_resonance")
_CALLS = ("nobody", "facilitator", "cofacilitators", "everyone")
_ROOM_FOR_OBSTACLES = 16


def upgrade() -> None:
    op.add_column("delivery", sa.Column("about", sa.Text, nullable=False, server_default="{}"))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, kind, subject, seat FROM delivery")).all()
    for row in rows:
        kind = row.kind.removeprefix("x-").removeprefix("refresh_")
        about = json.dumps(_about(kind, row.subject, row.seat), separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE delivery SET about = :about WHERE id = :id"), {"about": about, "id": row.id}
        )
    op.drop_column("delivery", "subject")
    op.drop_column("delivery", "seat")


def _about(kind: str, subject: int, seat: int | None) -> dict[str, Any]:
    about: dict[str, Any] = {} if seat is None or kind == "choose" else {"seat": seat}
    if kind in _OF_A_TURN:
        about["turn"] = subject
    elif kind == "stage":
        about["index"] = subject
    elif kind == "left_invite":
        about["number"] = subject
    elif kind == "note_begin":
        about["whom"] = _CALLS[subject]
    elif kind == "whisper_remind":
        about["before_s"] = subject
    elif kind == "whisper_shut_out" or (kind == "admit" and subject):
        about["why"] = subject
    elif kind == "whisper_cannot_come":
        about["who"], about["why"] = divmod(subject, _ROOM_FOR_OBSTACLES)
    elif kind == "dismiss" and subject:
        about["before_turn"] = subject
    return about
