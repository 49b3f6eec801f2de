"""The number of a circle is never given twice. What a session of one that is gone still adds to the record, sealed,
would else be added to another circle. PostgreSQL never gave one twice."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    db = op.get_bind()
    if db.dialect.name != "sqlite":
        return
    # The table is made anew under its own name, so that what refers to its rows still does when all are back.
    db.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    db.exec_driver_sql("CREATE TEMP TABLE old_circle AS SELECT * FROM main.circle")
    db.exec_driver_sql("CREATE TEMP TABLE old_prompt_use AS SELECT * FROM main.prompt_use")
    op.drop_table("circle")
    op.create_table(
        "circle",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("met_in", sa.String(7)),
        sa.PrimaryKeyConstraint("id", name="pk_circle"),
        sa.UniqueConstraint("guild_xid", "name", name="uq_circle_guild_xid_name"),
        sqlite_autoincrement=True,
    )
    db.exec_driver_sql(
        "INSERT INTO main.circle (id, guild_xid, name, met_in) SELECT id, guild_xid, name, met_in FROM temp.old_circle"
    )
    # Which questions a circle has had went with the old table.
    db.exec_driver_sql("INSERT INTO main.prompt_use SELECT * FROM temp.old_prompt_use")
    db.exec_driver_sql("DROP TABLE temp.old_circle")
    db.exec_driver_sql("DROP TABLE temp.old_prompt_use")
