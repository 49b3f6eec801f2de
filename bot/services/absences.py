"""Servers that go away and come back: an outage of Discord's, or somebody took the bot out.

While a server is not reached, everything of it waits: the statements that say what is due leave it out. When it is
back, the time is given back. A week after the bot was taken out, what is sealed of that server is erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.privacy.sealing import Vault
from bot.store import absence_queries as aq
from bot.store import formats
from bot.store import queries as q

from . import sessions

ERASED_AFTER = timedelta(days=7)
"""How long what is sealed of a server is kept after the bot was taken out of it."""
GOES_ON_WITHIN = timedelta(hours=1)
"""How long after the bot was taken out a circle still goes on where it was; after that it is closed kindly."""


def begin(db: Connection, guild_xid: int, now: datetime, *, removed: bool) -> bool:
    """A server is not reached from now on. Returns whether that is new.

    Args:
        db: the transaction.
        guild_xid: the server.
        now: the present instant.
        removed: whether the bot was taken out of it, and it is not only an outage.
    """
    known = db.execute(aq.of_guild, {"of_guild": guild_xid}).first()
    if known is not None and (known.is_removed or not removed):
        return False
    erase_at = now + ERASED_AFTER if removed else None
    if known is None:
        values = {"guild_xid": guild_xid, "since": now, "is_removed": removed, "erase_at": erase_at}
        db.execute(aq.add, values)
    else:
        db.execute(aq.change, {"of_guild": guild_xid, "now_removed": removed, "new_erase_at": erase_at})
    if removed:
        db.execute(aq.rest_schedules, {"of_guild": guild_xid})
    return True


def end(db: Connection, vault: Vault, guild_xid: int, now: datetime, linger_s: float) -> bool:
    """A server is reached again: circles under way get their time back, or are closed kindly when they were held up
    for too long. Its schedules wait for an admin if the bot was taken out. Returns whether it had been away."""
    known = db.execute(aq.of_guild, {"of_guild": guild_xid}).first()
    if known is None:
        return False
    db.execute(aq.drop, {"of_guild": guild_xid})
    is_over = known.is_removed and now - known.since > GOES_ON_WITHIN
    command = c.End(steward=True) if is_over else c.GiveBack(since=known.since)
    for session_id in db.execute(q.under_way_in_guild, {"guild_xid": guild_xid}).scalars().all():
        sessions.act(db, vault, session_id, None, command, now, linger_s=linger_s)
    return True


def compare(db: Connection) -> set[int]:
    """The servers that something is kept of."""
    return set(db.execute(aq.known).scalars())


def waits_for_admin(db: Connection, guild_xid: int) -> bool:
    """Whether schedules of this server rest because the bot was taken out of it."""
    return db.execute(aq.resting, {"of_guild": guild_xid}).first() is not None


def next_erasure(db: Connection) -> datetime | None:
    """When something is to be erased next."""
    found: datetime | None = db.execute(aq.next_due).scalar()
    return found


def erase_due(db: Connection, vault: Vault, now: datetime) -> int:
    """Erase what is sealed of the servers whose week is over. Returns how many servers."""
    due = db.execute(aq.due, {"now": now}).scalars().all()
    for guild_xid in due:
        _erase(db, vault, guild_xid)
        db.execute(aq.change, {"of_guild": guild_xid, "now_removed": True, "new_erase_at": None})
    return len(due)


def _erase(db: Connection, vault: Vault, guild_xid: int) -> None:
    """Sessions with their seats, salts and everything waiting; sparks not posted; who facilitates in turn. What a
    circle of a schedule is like stays, for it names nobody."""
    about = {"of_guild": guild_xid}
    db.execute(aq.drop_sessions, about)
    formats.forget_unused(db)
    db.execute(aq.drop_sparks, about)
    db.execute(aq.drop_drafts, about)
    db.execute(aq.drop_rota, about)
    for schedule_id in db.execute(aq.schedules, about).scalars().all():
        db.execute(aq.resalt, {"of_schedule": schedule_id, "new_salt": vault.new_salt()})
