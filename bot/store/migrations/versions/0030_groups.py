"""What groups need beside their circles. Each part says what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Every part adds its own tables and columns."""
    own_formats()


def own_formats() -> None:
    """The formats that a server's admins make, and their drafts."""
    number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
    op.create_table(
        "own_format",
        sa.Column("id", number, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("is_draft", sa.Boolean, nullable=False),
        sa.Column("replaces", number),
        sa.Column("replaces_version", number),
        sa.Column("version", number, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_own_format"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_format_guild_xid", "own_format", ["guild_xid"])
