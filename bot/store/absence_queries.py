"""The statements about servers the bot does not reach, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, union, update

from .schedule_status import Status
from .tables import absence, cell, contribution, gathering, mark, on_call, rota, schedule, session, spark

_GUILD: BindParameter[int] = bindparam("of_guild")
NO_SERVER = 0
"""Where the sums of an earlier version are kept, which knew no server."""

of_guild = select(absence).where(absence.c.guild_xid == _GUILD)
add = insert(absence)
change = (
    update(absence)
    .where(absence.c.guild_xid == _GUILD)
    .values(is_removed=bindparam("now_removed"), erase_at=bindparam("new_erase_at"))
)
drop = delete(absence).where(absence.c.guild_xid == _GUILD)
due = select(absence.c.guild_xid).where(absence.c.erase_at <= bindparam("now"))
next_due = select(func.min(absence.c.erase_at))

known = union(
    select(session.c.guild_xid),
    select(schedule.c.guild_xid),
    select(spark.c.guild_xid),
    select(absence.c.guild_xid),
    select(mark.c.guild_xid),
    select(gathering.c.guild_xid),
    select(on_call.c.guild_xid),
    select(contribution.c.guild_xid),
    select(cell.c.guild_xid).where(cell.c.guild_xid != NO_SERVER),
)
concerned = union(select(session.c.guild_xid), select(absence.c.guild_xid))

rest_schedules = (
    update(schedule)
    .where(schedule.c.guild_xid == _GUILD, schedule.c.status == Status.ACTIVE)
    .values(status=Status.AWAY, announce_at=None, version=schedule.c.version + 1)
)
resting = (
    select(schedule.c.id).where(schedule.c.guild_xid == _GUILD, schedule.c.status == Status.AWAY).limit(1)
)
drop_drafts = delete(schedule).where(schedule.c.guild_xid == _GUILD, schedule.c.status == Status.DRAFT)
schedules = select(schedule.c.id).where(schedule.c.guild_xid == _GUILD)
drop_rota = delete(rota).where(rota.c.schedule_id.in_(schedules.scalar_subquery()))
resalt = update(schedule).where(schedule.c.id == bindparam("of_schedule")).values(salt=bindparam("new_salt"))
drop_sessions = delete(session).where(session.c.guild_xid == _GUILD)
drop_sparks = delete(spark).where(spark.c.guild_xid == _GUILD, spark.c.words.is_not(None))
