"""The statements about wishes to be greeted, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, select, update

from .tables import greeting

_KEY = greeting.c.key == bindparam("of_key")

add = insert(greeting)
every = select(greeting)
of_guild = every.where(greeting.c.guild_xid == bindparam("of_guild"))
to_change = every.where(_KEY).with_for_update(key_share=True)
due = (
    select(greeting.c.key)
    .where(greeting.c.slot == bindparam("of_slot"), greeting.c.look_at <= bindparam("now"))
    .order_by(greeting.c.look_at)
    .limit(100)
)
upcoming = select(func.min(greeting.c.look_at)).where(
    greeting.c.slot == bindparam("of_slot"), greeting.c.look_at > bindparam("now")
)
change = (
    update(greeting)
    .where(_KEY)
    .values(
        stage=bindparam("new_stage"),
        words=bindparam("new_words"),
        look_at=bindparam("new_look_at"),
        attempts=bindparam("new_attempts"),
        channel_xid=bindparam("new_channel_xid"),
        message_xid=bindparam("new_message_xid"),
    )
    .execution_options(destroys=True)
)
tried = update(greeting).where(_KEY).values(attempts=greeting.c.attempts + 1)
delay = update(greeting).where(_KEY).values(look_at=bindparam("new_look_at"))
channel_gone = (
    update(greeting)
    .where(greeting.c.channel_xid == bindparam("of_channel"))
    .values(channel_xid=None, message_xid=None, look_at=bindparam("now"))
)
drop = delete(greeting).where(_KEY)
