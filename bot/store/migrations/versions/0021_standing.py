"""A session keeps the channel of the server in which it is to meet. Each had a room of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("session", sa.Column("standing_xid", sa.BigInteger))
