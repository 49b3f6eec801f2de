"""The statements about gatherings and facilitators on call, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from .tables import absence, gathered, gathering, on_call

_ID: BindParameter[int] = bindparam("of_gathering")
_GUILD: BindParameter[int] = bindparam("of_guild")
_SLOT: BindParameter[int] = bindparam("of_slot")
_MEMBER = gathered.c.member == bindparam("sealed")
OPEN = ""
"""The outcome of a gathering that is not over."""

add = insert(gathering)
by_id = select(gathering).where(gathering.c.id == _ID)
to_change = by_id.with_for_update()
open_in_guild = select(gathering).where(gathering.c.guild_xid == _GUILD, gathering.c.outcome == OPEN)
every_open = select(gathering.c.id).where(gathering.c.outcome == OPEN)
_IS_REACHED = gathering.c.guild_xid.not_in(select(absence.c.guild_xid))
due = (
    select(gathering.c.id)
    .where(gathering.c.slot == _SLOT, gathering.c.look_at <= bindparam("now"), _IS_REACHED)
    .order_by(gathering.c.look_at)
    .limit(100)
)
next_due = (
    select(gathering.c.look_at)
    .where(gathering.c.slot == _SLOT, _IS_REACHED)
    .order_by(gathering.c.look_at)
    .limit(1)
)
look_at = update(gathering).where(gathering.c.id == _ID).values(look_at=bindparam("new_look_at"))
put_off = look_at.values(attempts=bindparam("new_attempts"))
shown = (
    update(gathering)
    .where(gathering.c.id == _ID)
    .values(message_xid=bindparam("new_message_xid"), shown=bindparam("new_shown"), attempts=0)
)
end = (
    update(gathering)
    .where(gathering.c.id == _ID)
    .values(outcome=bindparam("new_outcome"), look_at=bindparam("now"), attempts=0)
)
drop = delete(gathering).where(gathering.c.id == _ID)

add_person = insert(gathered)
# In the order of the seals: where PostgreSQL has a row says who came first, and seats are given in this order.
people = select(gathered).where(gathered.c.gathering_id == _ID).order_by(gathered.c.member)
change_person = (
    update(gathered)
    .where(gathered.c.gathering_id == _ID, _MEMBER)
    .values(
        waits=bindparam("new_waits"),
        holds=bindparam("new_holds"),
        asked=bindparam("new_asked"),
        language=bindparam("new_language"),
    )
)
drop_person = delete(gathered).where(gathered.c.gathering_id == _ID, _MEMBER)
drop_people = delete(gathered).where(gathered.c.gathering_id == _ID)
everybody = select(gathered.c.gathering_id, gathered.c.member)

_ON_CALL = (on_call.c.guild_xid == _GUILD, on_call.c.member == bindparam("sealed"))
add_on_call = insert(on_call)
drop_on_call = delete(on_call).where(*_ON_CALL)
on_call_of = select(on_call.c.words).where(*_ON_CALL)
on_call_in = select(on_call).where(on_call.c.guild_xid == _GUILD)
every_on_call = select(on_call)

of_absent = select(gathering.c.id).where(gathering.c.guild_xid == _GUILD)
drop_of_guild = (
    delete(gathering).where(gathering.c.guild_xid == _GUILD),
    delete(on_call).where(on_call.c.guild_xid == _GUILD),
)
