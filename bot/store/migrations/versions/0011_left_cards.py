"""An invitation that is left behind in another channel keeps where it is, until it says where the circle went."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("card", sa.Column("channel_xid", sa.BigInteger))
