"""The salts of sessions are in a table of their own: small enough to be written anew in the moment of an end."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "salt",
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("session_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], ondelete="CASCADE"),
    )
    op.execute("INSERT INTO salt SELECT id, salt FROM session WHERE salt IS NOT NULL")
    op.execute("ALTER TABLE session DROP COLUMN salt")
