"""What each server's admins have set, and the sparks of hope on their way to its hope channel."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "server",
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_xid", name="pk_server"),
    )
    op.create_table(
        "spark",
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("session_id", sa.Integer),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("post_at", sa.BigInteger),
        sa.Column("drop_at", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("trouble", sa.String(16)),
        sa.Column("channel_xid", sa.BigInteger),
        sa.Column("message_xid", sa.BigInteger),
        sa.PrimaryKeyConstraint("key", name="pk_spark"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_spark_session_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spark_session_id", "spark", ["session_id"])
    op.create_index("ix_spark_post_at", "spark", ["post_at"])
    op.create_index("ix_spark_channel_xid", "spark", ["channel_xid"])
