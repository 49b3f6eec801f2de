"""Which circles a database has that are not over."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from bot.ids import SessionId
from bot.store import sealing_queries as kq

from ..circle import sessions
from ..unit_of_work import Work
from ..unreadable import Unreadable


def not_over(db: Connection) -> int:
    """How many sessions are open, under way, or dates to come that are announced, also in an earlier version."""
    return len(db.execute(kq.sessions_not_over).all()) if inspect(db).has_table("session") else 0


def opened(work: Work) -> set[SessionId]:
    """Which of these sessions open with the keys that are there: their states, and who sits where."""
    return {number for number in work.db.execute(kq.sessions_not_over).scalars() if _opens(work, number)}


def _opens(work: Work, number: SessionId) -> bool:
    try:
        sessions.with_people(work, number)
    except Unreadable:
        return False
    return True
