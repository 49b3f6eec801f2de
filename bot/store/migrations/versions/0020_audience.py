"""A session keeps whether people without a seat may listen in its room. Nobody could."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("session", sa.Column("audience", sa.Boolean, nullable=False, server_default=sa.false()))
