"""The tables of words to single people that are sent later. As in `tables`, no id of a person is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table

from .column_types import Instant, Number
from .metadata import metadata

# A word for the day after a circle, for somebody who asked for it. Its key is chance, and it is sealed under that key,
# so a row says when, and not to whom or of which circle.
next_day_word = Table(
    "next_day_word",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("words", LargeBinary, nullable=False),
    Column("send_at", Instant, nullable=False),
    Column("attempts", Number, nullable=False),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "send_at"),
    sqlite_with_rowid=False,
)
