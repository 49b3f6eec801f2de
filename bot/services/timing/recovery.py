"""Starting again after the bot was away: the time during which nobody was served is given back.

What was away for longer than its room would have lasted is closed: that happens when a backup is put back, or when
nobody ran the bot for a month. It is told once, where its room or its invitation still is, and nobody is let in.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.store import presence_queries as pq
from bot.store import queries as q
from bot.store import sealing_queries as kq
from bot.store import spark_queries

from ..circle.acting import save
from ..circle.sessions import load
from ..settings.rules import rules_in
from ..starting.aside import look_through
from ..starting.letting_go import close_without_key
from ..starting.loose_keys import destroy_loose
from ..unit_of_work import Work
from ..unreadable import passed_over

log = logging.getLogger(__name__)

OLD_SPARKS_AFTER = timedelta(hours=6)
"""After such an absence, sparks that were due meanwhile are let go of. It may be a backup that was put back: then they
have been posted already, and whoever withdrew one would see it appear again."""


def beat(work: Work) -> bool:
    """Keep that the bot was alive now. Returns whether any session is under way."""
    if work.db.execute(q.beat, {"now": work.now}).rowcount == 0:
        work.db.execute(q.first_beat, {"id": 1, "alive_at": work.now})
    return work.db.execute(q.one_under_way).first() is not None


def last_alive(work: Work) -> datetime:
    """When the bot was last known to be alive; now, if it never was."""
    return last_seen(work) or work.now


def last_seen(work: Work) -> datetime | None:
    """When the bot was last known to be alive; None if it never was."""
    seen = [work.db.execute(q.alive_at).scalar(), work.db.execute(q.last_touched).scalar()]
    return max((instant for instant in seen if instant is not None), default=None)


def recover(work: Work) -> int:
    """Close what was away for too long, or has no key any more, and give back to every other session under way the
    time since the bot was last known to be alive.

    Returns:
        How many sessions are under way.
    """
    alive_at = last_alive(work)
    if closed := close_without_key(work):
        log.warning("Sessions whose keys are gone, and that are closed: %d", closed)
    destroy_loose(work)
    stood_still = look_through(work)
    _close_outlived(work)
    if work.now - alive_at > OLD_SPARKS_AFTER:
        work.db.execute(spark_queries.drop_due_sparks, {"now": work.now})
    session_ids = work.db.execute(q.sessions_under_way).scalars().all()
    for session_id in session_ids:
        session = load(work, session_id)
        since = min(alive_at, stood_still.get(session_id, alive_at))
        steps = decide(session.state, c.GiveBack(since=since), work.now)
        if steps and not isinstance(steps, Refusal):
            save(work, session, steps)
    beat(work)
    return len(session_ids)


def _close_outlived(work: Work) -> None:
    """Close every session that was away for too long. Whatever it had waiting is let go of with it, so that nobody is
    let in, reminded or asked for anything any more."""
    closed = 0
    for row in work.db.execute(pq.overdue_sessions, {"now": work.now}).all():
        with passed_over():
            session = load(work, row.id)
            linger_s = rules_in(work, session.guild_xid).linger_s
            lapse = c.Lapse(untouched_since=row.touched_at or work.now, linger_s=linger_s)
            steps = decide(session.state, lapse, work.now)
            if steps and not isinstance(steps, Refusal):
                work.db.execute(kq.drop_deliveries, {"of_session": row.id})
                work.db.execute(spark_queries.drop_sparks_of_session, {"of_session": row.id})
                save(work, session, steps)
                closed += 1
    if closed:
        log.warning("Sessions that were away for too long, and are closed: %d", closed)
