"""An index for the sessions of a circle. Whenever a circle is deleted, the database looks whether any are left, and
went through all sessions for that."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_index("ix_session_circle_id", "session", ["circle_id"])
