"""What people wish of reminders has a table in which it lies sealed. The first start moves the rows: it has the key."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("member", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_wish"),
        sqlite_with_rowid=False,
    )
