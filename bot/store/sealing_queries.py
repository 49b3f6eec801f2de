"""The statements about what is sealed, and with which key."""

from __future__ import annotations

from sqlalchemy import BindParameter, Select, bindparam, delete, insert, select, text, union_all, update

from bot.circle.model import Phase

from .schedule_status import Status
from .set_aside_queries import MARK
from .tables import (
    delivery,
    gathered,
    key_check,
    mark,
    on_call,
    reminding,
    rota,
    schedule,
    seat,
    session,
    spark,
    wish,
)

_CHECK: BindParameter[int] = bindparam("of_check")
check = select(key_check.c.value).where(key_check.c.id == _CHECK)
add_check = insert(key_check)
drop_check = delete(key_check).where(key_check.c.id == _CHECK)

SEALED: tuple[Select[tuple[object]], ...] = tuple(
    select(column).limit(1)
    for column in (
        seat.c.member,
        rota.c.member,
        wish.c.member,
        reminding.c.member,
        spark.c.key,
        mark.c.target,
        gathered.c.member,
        on_call.c.member,
    )
)
"""Each finds a row if the table has one. Also what is posted is there: only the key lets its giver take it back."""
_OVER = (Phase.ENDED, MARK + Phase.ENDED)
sessions_not_over = select(session.c.id).where(session.c.phase.not_in(_OVER))
_a_seat = select(seat.c.member).where(seat.c.session_id == session.c.id).limit(1).scalar_subquery()
not_over_with_a_seat = select(session.c.id, _a_seat.label("member")).where(session.c.phase.not_in(_OVER))
sealed_sessions = sessions_not_over.limit(1)

some_seats = select(seat.c.session_id, seat.c.member).limit(100)
SALTS = "salt"
"""The table in which earlier versions kept the salts of sessions, which now have keys outside."""
before_keys = (
    text("SELECT salt, member FROM seat JOIN session ON id = session_id WHERE salt IS NOT NULL LIMIT 100"),
    text("SELECT value, member FROM seat JOIN salt USING (session_id) LIMIT 100"),
)
"""The same of databases of earlier versions, where the salts lay with the sessions, and then in that table."""
salts = text("SELECT session_id, value, phase, state FROM salt JOIN session ON id = session_id")
seal_seat = (
    update(seat)
    .where(seat.c.session_id == bindparam("of_session"), seat.c.seat == bindparam("of_seat"))
    .values(member=bindparam("new_member"))
    .execution_options(destroys=True)
)
drop_salts = text("DROP TABLE salt")
some_rotas = select(schedule.c.salt, rota.c.member).join_from(rota, schedule).limit(100)
some_wishes = union_all(select(wish.c.member), select(reminding.c.member)).limit(100)
some_sparks = select(spark.c.key, spark.c.words).where(spark.c.words.is_not(None)).limit(100)

# Letting go of what cannot be opened

end_session = (
    update(session)
    .where(session.c.id == bindparam("of_session"))
    .values(
        version=session.c.version + 1,
        phase=Phase.ENDED,
        state=bindparam("new_state"),
        format_hash=bindparam("new_format_hash"),
        local=None,
        touched_at=bindparam("now"),
    )
)
drop_deliveries = delete(delivery).where(delivery.c.session_id == bindparam("of_session"))
all_seats_of_rotas = select(rota.c.schedule_id, rota.c.place, rota.c.member, schedule.c.salt).join_from(
    rota, schedule
)
drop_from_rota = delete(rota).where(
    rota.c.schedule_id == bindparam("of_schedule"), rota.c.place == bindparam("of_place")
)
all_wishes = select(wish.c.member)
all_open_wishes = select(reminding.c.member)
drop_open_wish = delete(reminding).where(reminding.c.member == bindparam("sealed"))
all_sparks = select(spark.c.key, spark.c.words)
begin_again = (
    update(schedule)
    .where(
        schedule.c.id == bindparam("of_schedule"),
        schedule.c.status.in_((Status.ACTIVE, MARK + Status.ACTIVE)),
    )
    .values(next_local=bindparam("new_local"), next_at=bindparam("new_next"), announce_at=bindparam("now"))
)
