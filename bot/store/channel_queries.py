"""The statements that say which channels circles need: those of one server, or of every one."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, select

from bot.circle.model import Phase

from .schedule_queries import of_guild as schedules_of
from .schedule_status import Status
from .set_aside_queries import is_marked
from .tables import room_columns, schedule, session

_GUILD: BindParameter[int] = bindparam("guild_xid")
every_session = select(session.c.guild_xid, session.c.parent_xid, *room_columns).where(
    session.c.phase != Phase.ENDED, ~is_marked(session.c.phase)
)
sessions_of = every_session.where(session.c.guild_xid == _GUILD)
every_schedule = select(schedule).where(schedule.c.status.in_((Status.ACTIVE, Status.PAUSED)))

__all__ = ["every_schedule", "every_session", "schedules_of", "sessions_of"]
