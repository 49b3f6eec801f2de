"""The tables of what a server's admins wrote: questions, formats, places to turn to. They are among `tables` too."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Table, Text

from .column_types import Day, Instant, Number, Words
from .metadata import metadata

# Ids are never given twice: `own/12` is in the past of circles for good.
own_prompt = Table(
    "own_prompt",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("theme", Words(30), nullable=False),
    Column("language", Words(16), nullable=False),
    Column("stage", Words(16), nullable=False),
    Column("text", Words(300), nullable=False),
    Column("contributor", Words(100)),
    sqlite_autoincrement=True,
)

# The formats that a server's admins made, and what they are about to make. Ids are never given twice: a schedule may
# still name `own/12` when that is gone.
own_format = Table(
    "own_format",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("is_draft", Boolean, nullable=False),
    Column("replaces", Number),
    Column("replaces_version", Number),
    Column("version", Number, nullable=False),
    Column("definition", Text, nullable=False),
    Column("touched_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

resource = Table(
    "resource",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("title", Words(100), nullable=False),
    Column("text", Words(300), nullable=False),
    Column("link", Words(200), nullable=False),
    Column("phone", Words(60), nullable=False),
    Column("language", Words(16), nullable=False),
    Column("region", Words(60), nullable=False),
    Column("review_on", Day, nullable=False),
    sqlite_autoincrement=True,
)
