"""No row is kept of a session any more: sums of many are, and what waits to be added to them is sealed.

The rows there were know no server. Together they become one cell, of server 0, that only an operator's report shows;
too few for a cell are dropped. The table goes, and the start rewrites the file.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

SUMS = (
    *("sessions", "even", "called_off", "below_minimum"),
    *("seats_offered", "seats_taken", "seats_shared", "waited"),
    *("storied", "storied_seats", "offered_s", "used_s", "first_timers"),
    *("asked", "answered_sessions", "answered", "arriving", "arriving_level", "leaving", "leaving_level"),
)


def upgrade() -> None:
    cell = op.create_table(
        "cell",
        sa.Column("guild_xid", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("circle_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("format", sa.String(64), nullable=False),
        sa.Column("room", sa.String(16), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint("guild_xid", "quarter", "circle_id", "format", "room", "held"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution",
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("guild_xid", sa.BigInteger, nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contribution_quarter_guild_xid", "contribution", ["quarter", "guild_xid"])
    op.create_index("ix_contribution_guild_xid", "contribution", ["guild_xid"])
    sums = _of_old_rows()
    if sums["sessions"] >= 3 and sums["seats_taken"] >= 15:
        place = {
            "guild_xid": 0,
            "quarter": "earlier",
            "circle_id": 0,
            "format": "",
            "room": "",
            "held": False,
        }
        op.bulk_insert(cell, [place | sums])
    op.drop_table("record")


def _of_old_rows() -> dict[str, int]:
    """What the old rows say together. Of seats they had only a span: the least of it counts, and as much of the time as
    a quarter says, for of each session there are four units."""
    sums = dict.fromkeys(SUMS, 0)
    rows = op.get_bind().execute(
        sa.text("SELECT size, spoke_quarters, time_used_quarters, check_in, check_out FROM record")
    )
    for row in rows:
        seats = int(row.size.partition("-")[0].rstrip("+"))
        sums["sessions"] += 1
        sums["seats_taken"] += seats
        sums["seats_shared"] += row.spoke_quarters * seats // 4
        if row.time_used_quarters is not None:
            sums["storied"] += 1
            sums["storied_seats"] += seats
            sums["offered_s"] += 4
            sums["used_s"] += row.time_used_quarters
        if row.check_in and row.check_out:
            arriving, leaving = ([int(n) for n in text.split()] for text in (row.check_in, row.check_out))
            sums["answered_sessions"] += 1
            sums["answered"] += min(sum(arriving), sum(leaving))
            for name, counts in (("arriving", arriving), ("leaving", leaving)):
                sums[name] += sum(counts)
                sums[f"{name}_level"] += sum(level * count for level, count in enumerate(counts, 1))
    return sums
