"""A session keeps whether the talking piece is held for real in its room. No room could do so."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("session", sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()))
