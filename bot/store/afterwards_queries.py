"""The statements about which of the bot's messages in a channel are whose, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select

from .tables import card, session, spark

cards_in_channel = (
    select(card.c.session_id, card.c.slot, card.c.message_xid)
    .join(session, session.c.id == card.c.session_id)
    .where(
        # A channel is in one server; naming that lets its index find the sessions.
        session.c.guild_xid == bindparam("of_guild"),
        or_(
            session.c.room_xid == bindparam("of_channel"),
            session.c.parent_xid == bindparam("of_channel"),
            card.c.channel_xid == bindparam("of_channel"),
        ),
    )
)
sparks_in_channel = select(spark.c.message_xid).where(
    spark.c.channel_xid == bindparam("of_channel"), spark.c.message_xid.is_not(None)
)
