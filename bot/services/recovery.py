"""Starting again after the bot was away: the time during which nobody was served is given back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.privacy.sealing import Vault
from bot.store import queries as q

from .aside import look_through
from .meetings import load
from .sessions import save


def beat(db: Connection, now: datetime) -> bool:
    """Keep that the bot was alive now. Returns whether any session is under way."""
    if db.execute(q.beat, {"now": now}).rowcount == 0:
        db.execute(q.first_beat, {"id": 1, "alive_at": now})
    return db.execute(q.one_under_way).first() is not None


def recover(db: Connection, vault: Vault, now: datetime) -> int:
    """Give back to every session under way the time since the bot was last known to be alive.

    Returns:
        How many sessions are under way.
    """
    seen = [db.execute(q.alive_at).scalar(), db.execute(q.last_touched).scalar()]
    alive_at = max((instant for instant in seen if instant is not None), default=now)
    stood_still = look_through(db, vault, now)
    session_ids = db.execute(q.sessions_under_way).scalars().all()
    for session_id in session_ids:
        meeting = load(db, vault, session_id)
        since = min(alive_at, stood_still.get(session_id, alive_at))
        events = decide(meeting.state, c.GiveBack(since=since), now)
        if events and not isinstance(events, Refusal):
            save(db, vault, meeting, events, now)
    beat(db, now)
    return len(session_ids)
