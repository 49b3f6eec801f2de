"""What the clock has to do now, and when it has something to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.store import queries as q
from bot.store import schedule_queries as sq


@dataclass(frozen=True, slots=True)
class Due:
    """What is due at one instant."""

    sessions: list[int]
    """Those whose clock is due, the most overdue first."""
    schedules: bool
    """Whether a schedule has something to announce."""
    next_at: datetime | None
    """When anything is due after that."""
    is_cut: bool
    """Whether more sessions are due than were asked for."""


def look(db: Connection, now: datetime, most: int) -> Due:
    """What is due now.

    Args:
        db: the transaction.
        now: the present instant.
        most: how many sessions to name.
    """
    sessions = list(db.execute(q.due_sessions, {"now": now, "most": most}).scalars())
    clock_at = db.execute(q.next_deadline, {"now": now}).scalar()
    schedule_at = db.execute(sq.next_due).scalar()
    next_at = min((at for at in (clock_at, schedule_at) if at is not None and at > now), default=None)
    schedules = schedule_at is not None and schedule_at <= now
    return Due(sessions, schedules, next_at, is_cut=len(sessions) == most)
