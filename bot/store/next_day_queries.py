"""The statements about words for the next day, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, select, update

from .tables import next_day_word as word

_KEY = word.c.key == bindparam("of_key")

add = insert(word)
every = select(word.c.key, word.c.words, word.c.send_at)
of_guild = every.where(word.c.guild_xid == bindparam("of_guild"))
by_key = select(word).where(_KEY)
to_try = by_key.with_for_update(key_share=True)
due = (
    select(word.c.key)
    .where(word.c.slot == bindparam("of_slot"), word.c.send_at <= bindparam("now"))
    .order_by(word.c.send_at)
    .limit(500)
)
upcoming = select(func.min(word.c.send_at)).where(
    word.c.slot == bindparam("of_slot"), word.c.send_at > bindparam("now")
)
delay = update(word).where(_KEY).values(send_at=bindparam("new_send_at"), attempts=bindparam("new_attempts"))
drop = delete(word).where(_KEY)
