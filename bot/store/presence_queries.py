"""The statements about who comes and goes: who cannot come in, who has the piece, and what was away for too long."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.circle.model import Phase, TimerKind

from .queries import is_reached
from .set_aside_queries import is_marked
from .tables import deadline, session

_WITH_A_TURN = (
    TimerKind.OFFER,
    TimerKind.WARNING,
    TimerKind.LIMIT,
    TimerKind.GRACE,
    TimerKind.NOTE_ASKED,
    TimerKind.NOTE,
    TimerKind.SILENCE,
    TimerKind.REST,
)
sessions_with_a_turn = (
    select(deadline.c.session_id)
    .where(
        deadline.c.session_id > bindparam("after"),
        deadline.c.slot.in_(bindparam("slots", expanding=True)),
        deadline.c.kind.in_(_WITH_A_TURN),
        is_reached(deadline.c.session_id),
    )
    .order_by(deadline.c.session_id)
    .limit(bindparam("most"))
)
overdue_sessions = (
    select(session.c.id, session.c.touched_at)
    .join(deadline, deadline.c.session_id == session.c.id)
    .where(
        deadline.c.slot == bindparam("of_slot"),
        deadline.c.due_at <= bindparam("now"),
        session.c.phase != Phase.ENDED,
        ~is_marked(session.c.phase),
        is_reached(deadline.c.session_id),
    )
    .order_by(session.c.id)
)
