"""What groups need beside their circles. Each part says what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Every part adds its own tables and columns."""
    _closed_series()


def _closed_series() -> None:
    """How far a closed series has come, and who has a seat in all its meetings, sealed under the series' own key."""
    op.create_table(
        "course",
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("held", sa.Integer, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.Column("places", sa.Integer),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_course_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", name="pk_course"),
    )
    op.create_table(
        "series_seat",
        sa.Column("schedule_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name="fk_series_seat_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "place", name="pk_series_seat"),
        sa.UniqueConstraint("schedule_id", "member", name="uq_series_seat_schedule_id_member"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # As the others of people (0028): dead rows are cleared away early.
        op.execute(
            "ALTER TABLE series_seat SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, "
            "autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on)"
        )
