"""What matters on PostgreSQL alone: a name of a card is longer than it had room for; and rows of people that are
deleted are cleared away within about a minute, and not only once fifty of them lie in a small table."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

OF_PEOPLE = ("seat", "rota", "reminding", "wish", "spark", "mark", "contribution")
AT_ONCE = (
    "autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0, "
    "vacuum_index_cleanup = on"
)


def upgrade() -> None:
    with op.batch_alter_table("card") as batch:
        batch.alter_column("slot", type_=sa.String(64), existing_type=sa.String(24), existing_nullable=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in OF_PEOPLE:
            op.execute(f"ALTER TABLE {table} SET ({AT_ONCE})")
