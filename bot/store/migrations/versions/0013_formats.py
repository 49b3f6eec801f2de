"""Formats of sessions are kept once, by their hash; a session of before takes that up with its next change."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "session_format",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_session_format"),
    )
    format_hash = sa.Column(
        "format_hash",
        sa.LargeBinary(32),
        sa.ForeignKey("session_format.hash", name="fk_session_format_hash"),
    )
    # Said with the column, because SQLite cannot add it afterwards.
    op.add_column("session", format_hash, inline_references=True)
    op.create_index("ix_session_format_hash", "session", ["format_hash"])
