"""A session keeps in which kind of room it happens. There was one kind."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("session", sa.Column("room_kind", sa.String(16), nullable=False, server_default="private"))
