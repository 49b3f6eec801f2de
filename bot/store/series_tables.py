"""The tables of closed series. `tables` has the others, and the rules for their names."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, UniqueConstraint

from .column_types import Number
from .metadata import metadata

# How far a closed series has come: one row for each schedule that is one.
course = Table(
    "course",
    metadata,
    Column(
        "schedule_id", ForeignKey("schedule.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("held", Number, nullable=False),
    Column("missed", Number, nullable=False),
    # None until the first meeting has been: seats are free until then.
    Column("places", Number),
)

# Who has a seat in all meetings of a closed series, or waits for one; sealed under the series' own key.
series_seat = Table(
    "series_seat",
    metadata,
    Column(
        "schedule_id", ForeignKey("schedule.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("place", Number, primary_key=True, autoincrement=False),
    Column("member", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),
    UniqueConstraint("schedule_id", "member"),
)
