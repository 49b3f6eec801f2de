"""Who cannot be let into a room, and why; and who is still to be let out. The rows that do it say so."""

from __future__ import annotations

from bot.ids import SessionId
from bot.store import rights_queries as rq

from ..deliveries import rows
from ..deliveries import table as d
from ..unit_of_work import Work
from .obstacles import Obstacle


def shut_out(work: Work, session_id: SessionId) -> dict[int, Obstacle]:
    """Who has a seat and cannot come in: why, by seat."""
    coming_in = (row.what for row in rows.of_session(work, session_id) if isinstance(row.what, d.Admit))
    return {admit.seat: admit.why for admit in coming_in if admit.why}


def is_to_be_let_out(work: Work, session_id: SessionId, seat: int) -> bool:
    """Whether whoever had this seat is still to be taken out of the room.

    What cannot be read, or is set aside, may be just that. A later start may read it, and needs to know whom it means.
    """
    for row in work.db.execute(rq.everything_waiting, {"of_session": session_id}).all():
        if not rows.is_readable(row.kind, row.about):
            return True
        what = rows.read(row.kind, row.about)
        if isinstance(what, d.Dismiss) and what.seat == seat:
            return True
    return False
