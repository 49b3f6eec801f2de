"""The statements about schedules, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, Text, bindparam, delete, func, insert, select, update

from bot.circle.model import Phase

from .queries import next_deadline
from .schedule_status import Status
from .tables import changed_date, reminding, room_columns, rota, schedule, session, wish

_SCHEDULE: BindParameter[int] = bindparam("of_schedule")
_KEPT = schedule.c.status.in_((Status.ACTIVE, Status.PAUSED, Status.AWAY))

by_id = select(schedule).where(schedule.c.id == _SCHEDULE)
to_change = by_id.with_for_update(key_share=True)
of_guild = (
    select(schedule).where(schedule.c.guild_xid == bindparam("guild_xid"), _KEPT).order_by(schedule.c.id)
)
kept_ids = select(schedule.c.id).where(_KEPT).order_by(schedule.c.id)
of_circle = select(schedule.c.id).where(schedule.c.circle_id == bindparam("of_circle"), _KEPT)
add = insert(schedule)
change = (
    update(schedule)
    .where(schedule.c.id == _SCHEDULE, schedule.c.version == bindparam("seen"))
    .values(
        version=schedule.c.version + 1,
        circle_id=bindparam("new_circle"),
        status=bindparam("new_status"),
        choices=bindparam("new_choices"),
        rota_turn=bindparam("new_turn"),
        next_local=bindparam("new_local"),
        next_at=bindparam("new_next"),
        announce_at=bindparam("new_announce"),
        touched_at=bindparam("now"),
    )
)
rechoose = (
    update(schedule)
    .where(schedule.c.id == _SCHEDULE)
    .values(version=schedule.c.version + 1, choices=bindparam("new_choices"), touched_at=bindparam("now"))
)
_LINES: BindParameter[str] = bindparam("new_lines", type_=Text)
last_lines_of = select(schedule.c.last_lines).where(schedule.c.id == _SCHEDULE)
keep_last_lines = (
    update(schedule)
    .where(schedule.c.id == _SCHEDULE, schedule.c.last_lines.is_distinct_from(_LINES))
    .values(last_lines=_LINES)
)
announced = (
    update(schedule)
    .where(schedule.c.id == _SCHEDULE)
    .values(
        rota_turn=bindparam("new_turn"),
        next_local=bindparam("new_local"),
        next_at=bindparam("new_next"),
        announce_at=bindparam("new_announce"),
    )
)
postpone = update(schedule).where(schedule.c.id == _SCHEDULE).values(announce_at=bindparam("new_announce"))
_ANNOUNCES_NOTHING = (schedule.c.status == Status.ACTIVE) & schedule.c.announce_at.is_(None)
look_again = update(schedule).where(_ANNOUNCES_NOTHING).values(announce_at=bindparam("now"))
look_again_in = (
    update(schedule)
    .where(schedule.c.guild_xid == bindparam("of_guild"), _ANNOUNCES_NOTHING)
    .values(announce_at=bindparam("now"))
)
waiting_for_format = (
    select(schedule.c.id)
    .where(
        schedule.c.guild_xid == bindparam("guild_xid"), _ANNOUNCES_NOTHING, schedule.c.next_at.is_not(None)
    )
    .limit(1)
)
drop = delete(schedule).where(schedule.c.id == _SCHEDULE)
drop_draft = delete(schedule).where(schedule.c.id == _SCHEDULE, schedule.c.status == Status.DRAFT)
drop_old_drafts = delete(schedule).where(
    schedule.c.status == Status.DRAFT, schedule.c.touched_at < bindparam("before")
)
due = (
    select(schedule)
    .where(schedule.c.slot == bindparam("of_slot"), schedule.c.announce_at <= bindparam("now"))
    .order_by(schedule.c.announce_at)
    .limit(bindparam("most"))
)
# Whoever else announces meanwhile takes others.
due_to_announce = due.with_for_update(key_share=True, skip_locked=True)
# In one statement, because both are asked whenever the clock looks.
next_of_all = select(
    next_deadline.scalar_subquery().label("clock_at"), func.min(schedule.c.announce_at).label("schedule_at")
).where(schedule.c.slot == bindparam("of_slot"))

rota_of = select(rota.c.member).where(rota.c.schedule_id == _SCHEDULE).order_by(rota.c.place)
add_rota = insert(rota)
drop_rota = delete(rota).where(rota.c.schedule_id == _SCHEDULE)

changes_of = select(changed_date).where(changed_date.c.schedule_id == _SCHEDULE)
add_change = insert(changed_date)
drop_change = delete(changed_date).where(
    changed_date.c.schedule_id == _SCHEDULE, changed_date.c.local == bindparam("of_local")
)
drop_changes = delete(changed_date).where(changed_date.c.schedule_id == _SCHEDULE)

planned_of = select(session).where(session.c.schedule_id == _SCHEDULE, session.c.phase == Phase.PLANNED)
planned_to_change = planned_of.order_by(session.c.id).with_for_update(key_share=True)
begun_of = select(session.c.local).where(
    session.c.schedule_id == _SCHEDULE, session.c.phase != Phase.PLANNED, session.c.local.is_not(None)
)
session_of_date = select(session.c.id).where(
    session.c.schedule_id == _SCHEDULE, session.c.local == bindparam("of_local")
)
undate = update(session).where(session.c.id == bindparam("of_session")).values(local=None)
redate = update(session).where(session.c.id == bindparam("of_session")).values(local=bindparam("new_local"))
rename = (
    update(session)
    .where(session.c.id == bindparam("of_session"))
    .values(
        circle_id=bindparam("new_circle"),
        name=bindparam("new_name"),
        parent_xid=bindparam("new_parent"),
        **{column.name: bindparam(f"new_{column.name}") for column in room_columns},
    )
)

wish_of = select(wish.c.words).where(wish.c.member == bindparam("sealed"))
add_wish = insert(wish)
drop_wish = delete(wish).where(wish.c.member == bindparam("sealed"))
open_wishes = select(reminding)
drop_open_wishes = delete(reminding)
