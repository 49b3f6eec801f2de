"""The statements about what is kept of one person, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, union_all, update

from .tables import delivery, mark, reminding, rota, schedule, seat, session, wish

_SESSION = seat.c.session_id == bindparam("of_session")
_SEALED = seat.c.member == bindparam("sealed")

all_seats = select(seat.c.session_id, seat.c.member)
number_of_member = select(seat.c.seat).where(_SESSION, _SEALED)
seat_of_member = select(seat.c.seat, seat.c.language).where(_SESSION, _SEALED)
name_of = select(session.c.name).where(session.c.id == bindparam("of_session"))
forget_language = update(seat).where(_SESSION, _SEALED).values(language=None).execution_options(destroys=True)
drop_seat = delete(seat).where(_SESSION, _SEALED)
everything_waiting = select(delivery.c.id, delivery.c.kind, delivery.c.about).where(
    delivery.c.session_id == bindparam("of_session")
)
"""What a session has to deliver, also what is set aside."""
rotas = select(rota.c.schedule_id, rota.c.place, rota.c.member, schedule.c.salt).join_from(rota, schedule)
schedule_salt = select(schedule.c.salt).where(schedule.c.id == bindparam("of_schedule"))
marks = select(mark.c.guild_xid, mark.c.target)

sealed_rotas = select(schedule.c.salt, rota.c.member).join_from(rota, schedule)
sealed_wishes = union_all(select(wish.c.member), select(reminding.c.member))
sealed_marks = select(mark.c.kind, mark.c.guild_xid, mark.c.target)
