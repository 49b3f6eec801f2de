"""Formats of sessions, each kept once by the hash of its text, and read once.

A format is by far the longest part of a session and hardly ever changes. Its words are those of `data/formats`, of
a format that admins made, or of agreements that a server or a group made: all are for everyone to read. Nothing in it
is of a person, so it is not sealed.
"""

from __future__ import annotations

from hashlib import sha256

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from bot.circle.formats import Format

from .locks import Whole, hold, share, try_hold
from .tables import session, session_format

content = select(session_format.c.content).where(session_format.c.hash == bindparam("of_hash"))
add = insert(session_format)
give = (
    update(session)
    .where(session.c.id == bindparam("of_session"))
    .values(format_hash=bindparam("new_format_hash"))
)
drop_unused = delete(session_format).where(
    ~exists().where(session.c.format_hash == session_format.c.hash).correlate(session_format)
)

_FORMAT: TypeAdapter[Format] = TypeAdapter(Format)
_MOST = 500
"""How many formats are held in memory. Each takes some 10 kB."""

_read: dict[bytes, Format] = {}
"""By the hash of the text, which is why this can be one for all databases."""


def keep(db: Connection, chosen: Format) -> bytes:
    """Keep a format, if it is not kept yet. Returns its hash."""
    text = _FORMAT.dump_json(chosen, exclude_defaults=True)
    key = sha256(text).digest()
    share(db, Whole.FORMATS)
    if not _is_kept(db, key):
        hold(db, Whole.NEW_FORMATS)
        if not _is_kept(db, key):  # somebody else may have kept it meanwhile
            db.execute(add, {"hash": key, "content": text.decode()})
    return key


def _is_kept(db: Connection, key: bytes) -> bool:
    return db.execute(content, {"of_hash": key}).first() is not None


def find(db: Connection, key: bytes) -> Format:
    """The format with that hash.

    Raises:
        LookupError: it is not kept.
        pydantic.ValidationError: it is not a format of this version.
    """
    found = _read.get(key)
    if found is None:
        text = db.execute(content, {"of_hash": key}).scalar()
        if text is None:
            raise LookupError("the format of a session is gone")
        found = _FORMAT.validate_json(text)
        if len(_read) >= _MOST:
            _read.clear()
        _read[key] = found
    return found


def change(db: Connection, session_id: int, chosen: Format) -> bytes:
    """Let a session go by another format from now on. Returns its hash."""
    key = keep(db, chosen)
    db.execute(give, {"of_session": session_id, "new_format_hash": key})
    forget_unused(db)
    return key


def forget_unused(db: Connection) -> None:
    """Drop the formats that no session goes by any more; at another end, if somebody is about to need one."""
    if try_hold(db, Whole.FORMATS):
        db.execute(drop_unused)
