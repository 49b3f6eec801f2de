"""The statements whose answers whoever runs the bot sees as numbers. None tells of a server or a person."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, func, select

from bot.circle.model import Phase

from .queries import is_reached
from .set_aside_queries import is_marked
from .tables import deadline, delivery, session

_SLOT: BindParameter[int] = bindparam("of_slot")

sessions_by_phase = (
    select(session.c.phase, func.count().label("sessions"))
    .where(session.c.slot == _SLOT, session.c.phase != Phase.ENDED)
    .group_by(session.c.phase)
)
oldest_deadline = select(func.min(deadline.c.due_at)).where(
    deadline.c.slot == _SLOT, is_reached(deadline.c.session_id)
)
outbox = select(func.count().label("rows"), func.min(delivery.c.not_before).label("oldest")).where(
    delivery.c.slot == _SLOT, ~is_marked(delivery.c.kind), is_reached(delivery.c.session_id)
)
