"""A session as the use cases know it, made of the state of a table."""

from __future__ import annotations

from bot.circle.model import SessionState
from bot.ids import ChannelXid, CircleId, GuildXid, SessionId
from bot.services.circle.sessions import Session


def a_session(state: SessionState) -> Session:
    """Session 1, in room 9 below channel 8 of server 7."""
    return Session(
        id=SessionId(1),
        circle_id=CircleId(1),
        guild_xid=GuildXid(7),
        parent_xid=ChannelXid(8),
        room_xid=ChannelXid(9),
        room_name="Circle ABCD",
        name="Evening circle",
        language="en",
        key=b"key",
        state=state,
    )
