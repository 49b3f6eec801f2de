"""What groups need beside their circles. Each part says what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Every part adds its own tables and columns."""
    _agreements()


def _agreements() -> None:
    """What the people of a schedule agreed to at its last date, so that the next one can say what is new."""
    op.add_column("schedule", sa.Column("last_lines", sa.Text))
