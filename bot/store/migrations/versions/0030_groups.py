"""What groups need beside their circles. Each part says what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

AT_ONCE = (
    "autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0, "
    "vacuum_index_cleanup = on"
)
"""Rows of people that are deleted are cleared away within about a minute on PostgreSQL, as those of 0028 are."""


def upgrade() -> None:
    """Every part adds its own tables and columns."""
    questions_that_rest()
    agreements()


def agreements() -> None:
    """What the people of a schedule agreed to at its last date, so that the next one can say what is new."""
    op.add_column("schedule", sa.Column("last_lines", sa.Text))


def questions_that_rest() -> None:
    """A question that somebody left unanswered rests for some weeks. Until now none did."""
    op.create_table(
        "question_rest",
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("week", words(8), nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_question_rest"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE question_rest SET ({AT_ONCE})")


def words(length: int) -> sa.types.TypeEngine[str]:
    """As long on PostgreSQL as on SQLite, which never looks."""
    return sa.String(length).with_variant(sa.Text(), "postgresql")
