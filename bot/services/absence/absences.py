"""Servers that go away and come back: an outage of Discord's, or somebody took the bot out.

While a server is not reached, everything of it waits: the statements that say what is due leave it out. When it is
back, the time is given back. A week after the bot was taken out, what is sealed of that server is erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.ids import GuildXid
from bot.privacy.keyring import of_session
from bot.store import absence_queries as aq
from bot.store import formats
from bot.store import mark_queries as mq
from bot.store import queries as q
from bot.store import series_queries as cq
from bot.store.locks import hold_server

from ..circle import acting
from ..gathering import gatherings
from ..participation.contributing import forget_server
from ..schedule.series_seats import forget_all
from ..unit_of_work import Work
from ..unreadable import passed_over

ERASED_AFTER = timedelta(days=7)
"""How long what is sealed of a server is kept after the bot was taken out of it."""
GOES_ON_WITHIN = timedelta(hours=1)
"""How long after the bot was taken out a circle still goes on where it was; after that it is closed kindly."""


def begin(work: Work, guild_xid: GuildXid, *, removed: bool) -> bool:
    """A server is not reached from now on. Returns whether that is new.

    Args:
        guild_xid: the server.
        removed: whether the bot was taken out of it, and it is not only an outage.
    """
    hold_server(work.db, guild_xid)
    known = work.db.execute(aq.of_guild, {"of_guild": guild_xid}).first()
    if known is not None and (known.is_removed or not removed):
        return False
    erase_at = work.now + ERASED_AFTER if removed else None
    if known is None:
        values = {"guild_xid": guild_xid, "since": work.now, "is_removed": removed, "erase_at": erase_at}
        work.db.execute(aq.add, values)
    else:
        work.db.execute(aq.change, {"of_guild": guild_xid, "now_removed": removed, "new_erase_at": erase_at})
    if removed:
        work.db.execute(aq.rest_schedules, {"of_guild": guild_xid})
    return True


def end(work: Work, guild_xid: GuildXid) -> bool:
    """A server is reached again: circles under way get their time back, or are closed kindly when they were held up
    for too long. Its schedules wait for an admin if the bot was taken out. Returns whether it had been away."""
    hold_server(work.db, guild_xid)
    known = work.db.execute(aq.of_guild, {"of_guild": guild_xid}).first()
    if known is None:
        return False
    work.db.execute(aq.drop, {"of_guild": guild_xid})
    is_over = known.is_removed and work.now - known.since > GOES_ON_WITHIN
    command = c.End(steward=True) if is_over else c.GiveBack(since=known.since)
    for session_id in work.db.execute(q.under_way_in_guild, {"guild_xid": guild_xid}).scalars().all():
        with passed_over():
            acting.act(work, session_id, None, command)
    work.news.is_any_session = work.news.schedules = work.news.sparks = work.news.gatherings = True
    return True


def compare(work: Work) -> set[GuildXid]:
    """The servers that something is kept of."""
    return set(work.db.execute(aq.known).scalars())


def concerned(work: Work) -> set[GuildXid]:
    """The servers that have sessions, or are not reached as far as is known."""
    return set(work.db.execute(aq.concerned).scalars())


def waits_for_admin(work: Work, guild_xid: GuildXid) -> bool:
    """Whether schedules of this server rest because the bot was taken out of it."""
    return work.db.execute(aq.resting, {"of_guild": guild_xid}).first() is not None


def next_erasure(work: Work) -> datetime | None:
    """When something is to be erased next."""
    found: datetime | None = work.db.execute(aq.next_due).scalar()
    return found


def erase_due(work: Work) -> int:
    """Erase what is sealed of the servers whose week is over. Returns how many servers."""
    due = work.db.execute(aq.due, {"now": work.now}).scalars().all()
    for guild_xid in due:
        _erase(work, guild_xid)
        work.db.execute(aq.change, {"of_guild": guild_xid, "now_removed": True, "new_erase_at": None})
    return len(due)


def _erase(work: Work, guild_xid: GuildXid) -> None:
    """Sessions with their seats, keys and everything waiting; sparks not posted; who facilitates in turn; the sums of
    its circles. What a circle of a schedule is like stays, for it names nobody."""
    about = {"of_guild": guild_xid}
    for row in work.db.execute(q.places_in_guild, about).all():
        work.news.moved.add(row.id)
        work.drop_key(of_session(row.id))
    work.db.execute(aq.drop_sessions, about)
    formats.forget_unused(work.db)
    work.db.execute(aq.drop_sparks, about)
    gatherings.forget_server(work, guild_xid)
    work.db.execute(aq.drop_drafts, about)
    work.db.execute(mq.drop_all, about)
    forget_server(work, guild_xid)
    work.db.execute(aq.drop_rota, about)
    forget_all(work, work.db.execute(cq.in_guild, about).scalars().all())
    for schedule_id in work.db.execute(aq.schedules, about).scalars().all():
        work.db.execute(aq.resalt, {"of_schedule": schedule_id, "new_salt": work.vault.new_salt()})
