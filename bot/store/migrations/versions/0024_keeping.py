"""A circle keeps the month in which it met last, so that its name can be forgotten. For those there are it counts from
the next start on."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("circle", sa.Column("met_in", sa.String(7)))
