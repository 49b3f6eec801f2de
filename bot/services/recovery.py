"""Starting again after the bot was away: the time during which nobody was served is given back.

What was away for longer than its room would have lasted is closed: that happens when a backup is put back, or when
nobody ran the bot for a month. It is told once, where its room or its invitation still is, and nobody is let in.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.privacy.sealing import Vault
from bot.store import presence_queries as pq
from bot.store import queries as q

from .aside import look_through
from .meetings import load
from .sessions import save
from .unreadable import passed_over

log = logging.getLogger(__name__)

OLD_SPARKS_AFTER = timedelta(hours=6)
"""After such an absence, sparks that were due meanwhile are let go of. It may be a backup that was put back: then they
have been posted already, and whoever withdrew one would see it appear again."""


def beat(db: Connection, now: datetime) -> bool:
    """Keep that the bot was alive now. Returns whether any session is under way."""
    if db.execute(q.beat, {"now": now}).rowcount == 0:
        db.execute(q.first_beat, {"id": 1, "alive_at": now})
    return db.execute(q.one_under_way).first() is not None


def recover(db: Connection, vault: Vault, now: datetime, linger_s: float = 0) -> int:
    """Close what was away for too long, and give back to every other session under way the time since the bot was
    last known to be alive.

    Args:
        db: the database.
        vault: what opens the sealed states.
        now: the present instant, UTC.
        linger_s: how long a room stays after the end, in seconds.

    Returns:
        How many sessions are under way.
    """
    seen = [db.execute(q.alive_at).scalar(), db.execute(q.last_touched).scalar()]
    alive_at = max((instant for instant in seen if instant is not None), default=now)
    stood_still = look_through(db, vault, now)
    _close_outlived(db, vault, now, linger_s)
    if now - alive_at > OLD_SPARKS_AFTER:
        db.execute(q.drop_due_sparks, {"now": now})
    session_ids = db.execute(q.sessions_under_way).scalars().all()
    for session_id in session_ids:
        meeting = load(db, vault, session_id)
        since = min(alive_at, stood_still.get(session_id, alive_at))
        steps = decide(meeting.state, c.GiveBack(since=since), now)
        if steps and not isinstance(steps, Refusal):
            save(db, vault, meeting, steps, now)
    beat(db, now)
    return len(session_ids)


def _close_outlived(db: Connection, vault: Vault, now: datetime, linger_s: float) -> None:
    """Close every session that was away for too long. Whatever it had waiting is let go of with it, so that nobody is
    let in, reminded or asked for anything any more."""
    closed = 0
    for row in db.execute(pq.overdue_sessions, {"now": now}).all():
        with passed_over():
            meeting = load(db, vault, row.id)
            steps = decide(
                meeting.state, c.Lapse(untouched_since=row.touched_at or now, linger_s=linger_s), now
            )
            if steps and not isinstance(steps, Refusal):
                db.execute(pq.drop_deliveries_of_session, {"of_session": row.id})
                db.execute(q.drop_sparks_of_session, {"of_session": row.id})
                save(db, vault, meeting, steps, now, linger_s=linger_s)
                closed += 1
    if closed:
        log.warning("Sessions that were away for too long, and are closed: %d", closed)
