"""Servers that the bot does not reach, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("guild_xid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("is_removed", sa.Boolean, nullable=False),
        sa.Column("erase_at", sa.BigInteger),
    )
    op.create_index("ix_absence_erase_at", "absence", ["erase_at"])
