"""The salts of sessions are keys in a database of their own. Only the start has the key to move those that are left."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT 1 FROM salt LIMIT 1").first() is None:
        op.drop_table("salt")
