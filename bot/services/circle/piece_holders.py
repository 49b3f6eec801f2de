"""Who has the piece just now, in which session: what has to be known to notice that somebody has gone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.store import presence_queries as pq

from ..rooms.kinds import RoomKind
from ..unit_of_work import Work
from ..unreadable import passed_over
from . import sessions


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has the piece, or to whom it is offered. Only ever in memory."""

    session_id: SessionId
    guild_xid: GuildXid
    room_kind: RoomKind
    parent_xid: ChannelXid
    """The channel below which the room is: what it lets people do holds in the room."""
    room_xid: ChannelXid | None
    seat: int | None
    """None when the piece lies in the middle, or nobody has it."""
    member_xid: MemberXid | None


def holders(work: Work, after: int, most: int) -> list[Holder]:
    """Who has the piece in the sessions behind that id, by their ids.

    Args:
        after: the id of the last session that was looked at; 0 for the first.
        most: how many sessions, at most.
    """
    found = []
    about = {"after": after, "most": most, "slots": list(work.slots)}
    for session_id in work.db.execute(pq.sessions_with_a_turn, about).scalars().all():
        with passed_over():
            session = sessions.load(work, session_id)
            turn = session.state.turn
            seat = None if turn is None else turn.seat
            member_xid = None if seat is None else sessions.members(work, session).get(seat)
            found.append(
                Holder(
                    session_id,
                    session.guild_xid,
                    session.room.kind,
                    session.parent_xid,
                    session.room_xid,
                    seat,
                    member_xid,
                )
            )
    return found
