"""On PostgreSQL text is as long and numbers are as large as on SQLite, which never looks. A name that is longer than
its column, or the 2,147,483,648th delivery, would be an error in the middle of a circle."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    db = op.get_bind()
    if db.dialect.name != "postgresql":
        return
    there = sa.inspect(db)
    for table in there.get_table_names():
        if table != "alembic_version":
            changes = [change for column in there.get_columns(table) if (change := _wider(column))]
            if changes:
                op.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
    for name in there.get_sequence_names():
        op.execute(f'ALTER SEQUENCE "{name}" AS bigint')


def _wider(column: sa.engine.interfaces.ReflectedColumn) -> str | None:
    kind = column["type"]
    if isinstance(kind, sa.String) and kind.length is not None:
        return f'ALTER COLUMN "{column["name"]}" TYPE text'
    if isinstance(kind, sa.INTEGER) and not isinstance(kind, sa.BIGINT):
        return f'ALTER COLUMN "{column["name"]}" TYPE bigint'
    return None
