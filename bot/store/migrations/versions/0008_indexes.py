"""Indexes, so that no question asked while circles run walks a whole table."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_session_phase", "session", ["phase"])
    op.drop_index("ix_delivery_not_before", "delivery")
    op.create_index("ix_delivery_not_before_session_id", "delivery", ["not_before", "session_id"])
    op.create_index("ix_schedule_circle_id", "schedule", ["circle_id"])
    op.create_index("ix_schedule_status_touched_at", "schedule", ["status", "touched_at"])
    op.create_index("ix_spark_guild_xid", "spark", ["guild_xid"])
