"""The table of questions that rest. As in `tables`, no id of a person is in it."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table

from .column_types import Words
from .metadata import metadata

# Which questions rest for whom, since which week. The seal is of one question and one week, so no two rows show that
# they are of one person. A row is never changed.
question_rest = Table(
    "question_rest",
    metadata,
    Column("member", LargeBinary, primary_key=True),
    Column("week", Words(8), nullable=False),
    sqlite_with_rowid=False,
)
