"""What the clock has to do now, and when it has something to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.ids import SessionId
from bot.store import queries as q
from bot.store import schedule_queries as sq

from ..unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Due:
    """What is due at one instant."""

    sessions: dict[SessionId, datetime]
    """Those whose clock is due, and since when; the most overdue of each slot first."""
    schedules: bool
    """Whether a schedule has something to announce."""
    next_at: datetime | None
    """When anything is due after that."""
    is_cut: bool
    """Whether more sessions are due than were asked for."""


def look(work: Work, at: datetime, most: int) -> Due:
    """What is due at one instant.

    Args:
        work: the transaction.
        at: the instant, UTC.
        most: how many sessions of each slot to name.
    """
    found = [_look(work, slot, at, most) for slot in work.slots]
    if len(found) == 1:
        return found[0]
    return Due(
        {session_id: since for one in found for session_id, since in one.sessions.items()},
        any(one.schedules for one in found),
        min((one.next_at for one in found if one.next_at is not None), default=None),
        is_cut=any(one.is_cut for one in found),
    )


def _look(work: Work, slot: int, at: datetime, most: int) -> Due:
    about = {"of_slot": slot, "now": at}
    found = work.db.execute(q.due_sessions, {**about, "most": most})
    sessions = {row.session_id: row.due_at for row in found}
    clock_at, schedule_at = work.db.execute(sq.next_of_all, about).one()
    next_at = min((one for one in (clock_at, schedule_at) if one is not None and one > at), default=None)
    schedules = schedule_at is not None and schedule_at <= at
    return Due(sessions, schedules, next_at, is_cut=len(sessions) == most)
