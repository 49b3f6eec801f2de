"""Schedules, who facilitates in turn, dates that were changed, and what people wish of reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("circle_id", sa.Integer),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("replaces", sa.Integer),
        sa.Column("replaces_version", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("rota_turn", sa.Integer, nullable=False),
        sa.Column("next_local", sa.String(19)),
        sa.Column("next_at", sa.BigInteger),
        sa.Column("announce_at", sa.BigInteger),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name="fk_schedule_circle_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedule_guild_xid", "schedule", ["guild_xid"])
    op.create_index("ix_schedule_announce_at", "schedule", ["announce_at"])
    op.create_table(
        "rota",
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("schedule_id", "place", name="pk_rota"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_rota_schedule_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "changed_date",
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("local", sa.String(19), nullable=False),
        sa.Column("moved_to", sa.BigInteger),
        sa.Column("note", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("schedule_id", "local", name="pk_changed_date"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_changed_date_schedule_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "reminding",
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sa.Column("quiet", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_reminding"),
        sqlite_with_rowid=False,
    )
    # Added in place: making the table again would drop it, and every seat would go with it.
    op.add_column("seat", sa.Column("language", sa.String(16)))
    op.add_column("session", sa.Column("schedule_id", sa.Integer))
    op.add_column("session", sa.Column("local", sa.String(19)))
    op.create_index("ix_session_schedule_id_local", "session", ["schedule_id", "local"], unique=True)
