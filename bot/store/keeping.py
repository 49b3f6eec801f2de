"""The statements about what is sealed, and with which key."""

from __future__ import annotations

from sqlalchemy import Select, delete, insert, select, union_all

from .tables import key_check, reminding, rota, schedule, seat, session, spark, wish

check = select(key_check.c.value)
add_check = insert(key_check)
drop_check = delete(key_check)

SEALED: tuple[Select[tuple[object]], ...] = tuple(
    select(column).limit(1)
    for column in (seat.c.member, rota.c.member, wish.c.member, reminding.c.member, spark.c.key)
)
"""Each finds a row if the table has one. Also what is posted is there: only the key lets its giver take it back."""
sealed_sessions = select(session.c.id, session.c.salt, session.c.state).where(session.c.salt.is_not(None))

some_seats = select(session.c.salt, seat.c.member).join_from(seat, session).limit(100)
some_rotas = select(schedule.c.salt, rota.c.member).join_from(rota, schedule).limit(100)
some_wishes = union_all(select(wish.c.member), select(reminding.c.member)).limit(100)
some_sparks = select(spark.c.key, spark.c.words).where(spark.c.words.is_not(None)).limit(100)
