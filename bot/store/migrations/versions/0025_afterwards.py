"""A session keeps what becomes of its room, as it was told before anyone agreed. Those there are have told nothing:
they go by what their server has chosen when they end."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("session", sa.Column("at_end", sa.String(8)))
    op.add_column("session", sa.Column("clears", sa.Boolean, nullable=False, server_default=sa.false()))
