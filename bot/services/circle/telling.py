"""Telling whoever holds a meeting that somebody cannot come, as that person wished. Nobody is told otherwise."""

from __future__ import annotations

from bot.ids import MemberXid, SessionId

from ..deliveries import table as d
from ..deliveries.rows import Plan, queue
from ..unit_of_work import Work
from .sessions import Session, load, seat_of


def to_tell(session: Session, seat: int | None) -> int | None:
    """The seat of whoever holds a meeting, for somebody else with a seat; None when there is nobody to tell."""
    leads = session.state.host or session.state.facilitator
    return None if seat is None or leads == seat else leads


def tell_leader(work: Work, session_id: SessionId, member_xid: MemberXid) -> tuple[Session, bool]:
    """Have whoever holds a meeting told that this person cannot come. Returns whether there is somebody to tell.

    Raises:
        NoSession: it is gone.
    """
    session = load(work, session_id)
    seat = seat_of(work, session, member_xid)
    leads = to_tell(session, seat)
    if leads is not None and seat is not None:
        queue(work, session.id, [Plan(d.NotThisTime(leads, who=seat))])
    return session, leads is not None
