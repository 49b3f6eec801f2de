"""Who cannot be let into a room, and why. It is kept in the row that lets them in, so it goes with the seat."""

from __future__ import annotations

from bot.ids import SessionId

from ..deliveries import rows
from ..deliveries import table as d
from ..unit_of_work import Work
from .obstacles import Obstacle


def shut_out(work: Work, session_id: SessionId) -> dict[int, Obstacle]:
    """Who has a seat and cannot come in: why, by seat."""
    coming_in = (row.what for row in rows.of_session(work, session_id) if isinstance(row.what, d.Admit))
    return {admit.seat: admit.why for admit in coming_in if admit.why}
