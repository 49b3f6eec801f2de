"""The tables of words to single people that are sent later. As in `tables`, no id of a person is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table

from .column_types import Instant, Number, Words
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

# Somebody who is new would like to be greeted. Who, and who greets them, is sealed under the row's own key and the key
# file. The row's key is on the buttons below the cards about it.
greeting = Table(
    "greeting",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("stage", Words(8), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("look_at", Instant, nullable=False),
    Column("attempts", Number, nullable=False),
    Column("channel_xid", BigInteger, index=True),
    Column("message_xid", BigInteger),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "look_at"),
    sqlite_with_rowid=False,
)
