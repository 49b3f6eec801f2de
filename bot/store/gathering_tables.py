"""The tables of gatherings, and of the facilitators on call. As in `tables`, no id of a person is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text

from .column_types import Instant, Number, Words
from .metadata import metadata

# People who would like a circle now are gathering in a channel. It goes with its card.
gathering = Table(
    "gathering",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("channel_xid", BigInteger, nullable=False),
    Column("choices", Text, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("outcome", Words(8), nullable=False),
    Column("look_at", Instant, nullable=False),
    Column("attempts", Number, nullable=False),
    Column("nonce", Words(25), nullable=False),
    Column("message_xid", BigInteger),
    Column("shown", Words(8), nullable=False),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "look_at"),
    # A number is never given twice: its key may be there still.
    sqlite_autoincrement=True,
)

# Who waits in a gathering, would hold its circle, or is asked to. Sealed with the key of that gathering. On SQLite rows
# lie in the order of the seals, so where one lies does not tell who came first; and they are read in that order.
gathered = Table(
    "gathered",
    metadata,
    Column("gathering_id", ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True),
    Column("member", LargeBinary, primary_key=True),
    Column("waits", Boolean, nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("asked", Words(8), nullable=False),
    Column("language", Words(16)),
    sqlite_with_rowid=False,
)

on_call = Table(
    "on_call",
    metadata,
    Column("guild_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("member", LargeBinary, primary_key=True),
    Column("words", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
