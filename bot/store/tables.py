"""The tables. A change here needs a migration beside it; a test compares the two.

Names: `*_xid` is a Discord id of a server, channel or message; no table has the id of a person. A seat's
member is sealed (`bot.privacy.sealing`). `slot` says which part of all servers a row belongs to, where several
processes share the work (`bot.slots`); it is 0 where one does it alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from .care_tables import greeting as greeting
from .care_tables import next_day_word as next_day_word
from .column_types import Instant, Number, WallTime, Words
from .gathering_tables import gathered as gathered
from .gathering_tables import gathering as gathering
from .gathering_tables import on_call as on_call
from .metadata import metadata as metadata
from .own_tables import own_format as own_format
from .own_tables import own_prompt as own_prompt
from .own_tables import resource as resource
from .question_tables import question_rest as question_rest
from .series_tables import course as course
from .series_tables import series_seat as series_seat

circle = Table(
    "circle",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("name", Words(100), nullable=False),
    Column("met_in", Words(7)),
    UniqueConstraint("guild_xid", "name"),
    # A number is never given twice: what waits sealed for a circle that is gone must not be another's.
    sqlite_autoincrement=True,
)

schedule = Table(
    "schedule",
    metadata,
    Column("id", Number, primary_key=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("circle_id", ForeignKey("circle.id"), index=True),
    Column("status", Words(8), nullable=False),
    Column("replaces", Number),
    Column("replaces_version", Number),
    Column("version", Number, nullable=False),
    Column("choices", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("rota_turn", Number, nullable=False),
    Column("next_local", WallTime),
    Column("next_at", Instant),
    Column("announce_at", Instant),
    Column("touched_at", Instant, nullable=False),
    Column("slot", Number, nullable=False, server_default="0"),
    Column("last_lines", Text),
    Index(None, "status", "touched_at"),
    Index(None, "slot", "announce_at"),
    sqlite_autoincrement=True,
)

rota = Table(
    "rota",
    metadata,
    Column("schedule_id", ForeignKey("schedule.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Number, primary_key=True, autoincrement=False),
    Column("member", LargeBinary, nullable=False),
)

changed_date = Table(
    "changed_date",
    metadata,
    Column("schedule_id", ForeignKey("schedule.id", ondelete="CASCADE"), primary_key=True),
    Column("local", WallTime, primary_key=True),
    Column("moved_to", Instant),
    Column("moved_local", WallTime),
    Column("note", Words(200), nullable=False),
)

# What sessions go by, each once by the SHA-256 of its text. Words in it are of files, or of admins' own formats.
session_format = Table(
    "session_format",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("content", Text, nullable=False),
)

# What is chosen for the room of a session; `bot.services.rooms.choices` writes and reads it.
room_columns: tuple[Column[Any], ...] = (
    Column("room_kind", Words(16), nullable=False, server_default="private"),
    Column("held", Boolean, nullable=False, server_default=false()),
    Column("audience", Boolean, nullable=False, server_default=false()),
    Column("standing_xid", BigInteger),
    # None: an earlier version told nobody, so what the server has chosen when it ends holds.
    Column("at_end", Words(8)),
    Column("clears", Boolean, nullable=False, server_default=false()),
)

session = Table(
    "session",
    metadata,
    Column("id", Number, primary_key=True),
    Column("circle_id", ForeignKey("circle.id"), nullable=False, index=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("parent_xid", BigInteger, nullable=False),
    *room_columns,
    Column("room_xid", BigInteger),
    Column("room_name", Words(100), nullable=False),
    Column("name", Words(100), nullable=False),
    Column("language", Words(16), nullable=False),
    Column("version", Number, nullable=False),
    Column("phase", Words(16), nullable=False),
    Column("state", Text, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("schedule_id", Number),
    Column("local", WallTime),
    # None: the state has its format in it, as an earlier version kept it.
    Column("format_hash", LargeBinary(32), ForeignKey("session_format.hash"), index=True),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "schedule_id", "local", unique=True),
    Index(None, "guild_xid", "phase"),
    Index(None, "phase"),
    Index(None, "slot", "phase"),
    Index(None, "room_xid"),
    sqlite_autoincrement=True,
)

seat = Table(
    "seat",
    metadata,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", Number, primary_key=True, autoincrement=False),
    Column("member", LargeBinary, nullable=False),
    Column("language", Words(16)),
    UniqueConstraint("session_id", "member"),
)

wish = Table(
    "wish",
    metadata,
    Column("member", LargeBinary, primary_key=True),
    Column("words", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Before wishes were sealed they were here. The next start moves what is left, and nothing is added.
reminding = Table(
    "reminding",
    metadata,
    Column("member", LargeBinary, primary_key=True),
    Column("wanted", Boolean, nullable=False),
    Column("quiet", Words(80), nullable=False),
    sqlite_with_rowid=False,
)

# What was changed in Discord so that a room holds the piece, and what stood there before. A row is written before the
# change and goes once it is undone; whose it is is sealed. Its order tells nothing: the sealed target is in the key.
mark = Table(
    "mark",
    metadata,
    Column("guild_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("place_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Words(16), primary_key=True),
    Column("target", LargeBinary, primary_key=True),
    Column("name", Words(40), primary_key=True),
    Column("before", Words(16), nullable=False),
    Column("ours", Words(16), nullable=False),
    Column("standing", Words(16), nullable=False),
    sqlite_with_rowid=False,
)

deadline = Table(
    "deadline",
    metadata,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Words(16), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "due_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Number, primary_key=True),
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Words(24), nullable=False),
    Column("about", Text, nullable=False, server_default="{}"),
    Column("not_before", Instant, nullable=False),
    Column("attempts", Number, nullable=False),
    Column("nonce", Words(25), nullable=False),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "not_before", "session_id"),
    sqlite_autoincrement=True,
)

card = Table(
    "card",
    metadata,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Words(64), primary_key=True),
    Column("message_xid", BigInteger, nullable=False),
    Column("channel_xid", BigInteger),
)

prompt_use = Table(
    "prompt_use",
    metadata,
    Column("circle_id", ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True),
    Column("prompt_id", Words(64), primary_key=True),
    Column("nth", Number, nullable=False, server_default="0"),
)

SUMS = (
    *("sessions", "even", "called_off", "below_minimum"),
    *("seats_offered", "seats_taken", "seats_shared", "waited"),
    *("storied", "storied_seats", "offered_s", "used_s", "first_timers"),
    *("asked", "answered_sessions", "answered", "arriving", "arriving_level", "leaving", "leaving_level"),
)
"""What is summed up in a cell, as `bot.privacy.record` says it."""

# Sums over sessions of one server and quarter. Rows lie in the order of what they are about, not of when they came.
# Server 0 is what an earlier version kept without a server; circle 0 stands for all circles that have no cell.
cell = Table(
    "cell",
    metadata,
    Column("guild_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("quarter", Words(7), primary_key=True),
    Column("circle_id", Number, primary_key=True, autoincrement=False),
    Column("format", Words(64), primary_key=True),
    Column("room", Words(16), primary_key=True),
    Column("held", Boolean, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in SUMS),
    sqlite_with_rowid=False,
)

# What one session adds to a cell, sealed until enough of them wait. Its key is chance, and says nothing.
contribution = Table(
    "contribution",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("guild_xid", BigInteger, nullable=False),
    Column("quarter", Words(7), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index(None, "quarter", "guild_xid"),
    Index(None, "guild_xid"),
    sqlite_with_rowid=False,
)

server = Table(
    "server",
    metadata,
    Column("guild_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("options", Text, nullable=False),
    Column("version", Number, nullable=False),
)

# Servers that the bot does not reach, and since when: in an outage, or because somebody took it out.
absence = Table(
    "absence",
    metadata,
    Column("guild_xid", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("is_removed", Boolean, nullable=False),
    Column("erase_at", Instant, index=True),
)

# A spark has no seat and no person. Its rows lie in the order of their keys, which are chance, so that where a
# row lies does not tell when it was offered.
spark = Table(
    "spark",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), index=True),
    Column("guild_xid", BigInteger, nullable=False, index=True),
    Column("words", LargeBinary),
    Column("post_at", Instant),
    Column("drop_at", Instant),
    Column("attempts", Number, nullable=False),
    Column("trouble", Words(16)),
    Column("channel_xid", BigInteger, index=True),
    Column("message_xid", BigInteger),
    Column("slot", Number, nullable=False, server_default="0"),
    Index(None, "slot", "post_at"),
    sqlite_with_rowid=False,
)

# When whoever has a slot was last known to be alive, and how often the slot has changed hands.
pulse = Table(
    "pulse",
    metadata,
    Column("slot", Number, primary_key=True, autoincrement=False),
    Column("alive_at", Instant, nullable=False),
    Column("epoch", Number, nullable=False, server_default="0"),
)

# What several processes on one PostgreSQL database agree on, by name. Empty where one process is alone.
agreed = Table(
    "agreed",
    metadata,
    Column("name", Words(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# What the key makes of a fixed text: it says whether a key is the right one, and nothing about it.
key_check = Table(
    "key_check",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("value", LargeBinary(32), nullable=False),
)
