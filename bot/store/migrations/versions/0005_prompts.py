"""A server's own questions, its places to turn to, and the order in which a circle has had its questions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("prompt_use", sa.Column("nth", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "own_prompt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("theme", sa.String(30), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("contributor", sa.String(100)),
        sa.PrimaryKeyConstraint("id", name="pk_own_prompt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_prompt_guild_xid", "own_prompt", ["guild_xid"])
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("link", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("review_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resource"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_resource_guild_xid", "resource", ["guild_xid"])
