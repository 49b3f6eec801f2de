"""What the bot changed so that a room holds the talking piece, with what stood there before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("guild_xid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place_xid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("target", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("ours", sa.String(16), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sqlite_with_rowid=False,
    )
