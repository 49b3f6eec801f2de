"""What a schedule chooses for its sessions is one value, kept whole within its choices."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

OF_A_SESSION = (
    "capacity",
    "minimum",
    "scale",
    "reminders",
    "begins_alone",
    "splits",
    "shows_names",
    "has_event",
    "sends_prompt",
)


def upgrade() -> None:
    op.execute("ALTER TABLE schedule RENAME COLUMN terms TO choices")
    db = op.get_bind()
    for row in db.execute(sa.text("SELECT id, choices FROM schedule")).all():
        try:
            chosen = json.loads(row.choices)
        except ValueError:
            continue  # what cannot be read is set aside at start
        if isinstance(chosen, dict):
            chosen["session"] = {name: chosen.pop(name) for name in OF_A_SESSION if name in chosen}
            values = {"id": row.id, "choices": json.dumps(chosen)}
            db.execute(sa.text("UPDATE schedule SET choices = :choices WHERE id = :id"), values)
