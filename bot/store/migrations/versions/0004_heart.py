"""The anonymous row says how much of the offered time was used, and how alone people felt before and after."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("record", sa.Column("time_used_quarters", sa.Integer))
    op.add_column("record", sa.Column("check_in", sa.String(16)))
    op.add_column("record", sa.Column("check_out", sa.String(16)))
