"""The statements about closed series, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from bot.circle.model import Phase

from .schedule_status import Status
from .tables import course, schedule, series_seat, session

_SCHEDULE: BindParameter[int] = bindparam("of_schedule")
_COURSE = course.c.schedule_id == _SCHEDULE
_SEATS = series_seat.c.schedule_id == _SCHEDULE
_SEALED = series_seat.c.member == bindparam("sealed")

course_of = select(course).where(_COURSE)
add_course = insert(course)
held_one = update(course).where(_COURSE).values(held=course.c.held + 1)
missed_one = update(course).where(_COURSE).values(missed=course.c.missed + 1)
settle_places = (
    update(course).where(_COURSE, course.c.places.is_(None)).values(places=bindparam("new_places"))
)
one_place_less = update(course).where(_COURSE, course.c.places > 0).values(places=course.c.places - 1)

seats_of = select(series_seat).where(_SEATS).order_by(series_seat.c.place)
last_place = select(func.max(series_seat.c.place)).where(_SEATS)
seat_of_member = select(series_seat.c.words).where(_SEATS, _SEALED)
add_seat = insert(series_seat)
change_seat = update(series_seat).where(_SEATS, _SEALED).values(words=bindparam("new_words"))
drop_seat = delete(series_seat).where(_SEATS, _SEALED)
drop_seats = delete(series_seat).where(_SEATS)
series_with_seats = select(series_seat.c.schedule_id).distinct()
in_guild = (
    select(series_seat.c.schedule_id)
    .join_from(series_seat, schedule)
    .where(schedule.c.guild_xid == bindparam("of_guild"))
    .distinct()
)
every_seat = select(series_seat.c.schedule_id, series_seat.c.member)

look_now = (
    update(schedule)
    .where(schedule.c.id == _SCHEDULE, schedule.c.status == Status.ACTIVE)
    .values(announce_at=bindparam("now"))
)
under_way = select(session.c.local).where(
    session.c.schedule_id == _SCHEDULE,
    session.c.local.is_not(None),
    session.c.phase.in_((Phase.PLANNED, Phase.GATHERING, Phase.LIVE)),
)
"""The meetings that are announced, or have not ended. What is set aside has another phase, and is none of them."""
announced = select(session.c.local).where(session.c.schedule_id == _SCHEDULE, session.c.local.is_not(None))
