"""The statements by which housekeeping forgets what has been kept for long enough, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from .tables import (
    absence,
    changed_date,
    circle,
    own_format,
    own_prompt,
    resource,
    schedule,
    server,
    session,
    spark,
    wish,
)

old_notes = (
    update(changed_date)
    .where(
        changed_date.c.local < bindparam("before", type_=changed_date.c.local.type), changed_date.c.note != ""
    )
    .values(note="")
    .execution_options(destroys=True)
)
old_sparks = delete(spark).where(
    spark.c.message_xid < bindparam("before_xid", type_=spark.c.message_xid.type)
)
wishes = select(wish)
rewrite_wish = update(wish).where(wish.c.member == bindparam("sealed")).values(words=bindparam("new_words"))
servers_long_gone = select(absence.c.guild_xid).where(
    absence.c.is_removed,
    absence.c.erase_at.is_(None),
    absence.c.since < bindparam("before", type_=absence.c.since.type),
)
of_server = tuple(
    delete(table).where(table.c.guild_xid == bindparam("of_guild"))
    for table in (session, schedule, spark, own_format, own_prompt, resource, circle, server, absence)
)
"""All that is left of a server, in an order in which nothing refers to what is gone."""
