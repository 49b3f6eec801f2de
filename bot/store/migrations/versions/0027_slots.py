"""What is looked up by time belongs to a slot: where several processes share the work, each has some of the slots.

Everything there is belongs to slot 0, for until now one process did it all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

BY_TIME = (
    ("schedule", "ix_schedule_announce_at", ["announce_at"]),
    ("deadline", "ix_deadline_due_at", ["due_at"]),
    ("delivery", "ix_delivery_not_before_session_id", ["not_before", "session_id"]),
    ("spark", "ix_spark_post_at", ["post_at"]),
)


def upgrade() -> None:
    for table, old, columns in BY_TIME:
        op.add_column(table, sa.Column("slot", sa.Integer, nullable=False, server_default="0"))
        op.drop_index(old, table)
        op.create_index("_".join(["ix", table, "slot", *columns]), table, ["slot", *columns])
    op.add_column("session", sa.Column("slot", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_session_slot_phase", "session", ["slot", "phase"])
    op.execute("ALTER TABLE pulse RENAME COLUMN id TO slot")
    op.execute("UPDATE pulse SET slot = 0")
    op.add_column("pulse", sa.Column("epoch", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "agreed",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_agreed"),
    )
