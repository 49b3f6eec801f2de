"""A circle that meets in a channel of the server that stays: taking it for one circle alone, and going without it."""

from __future__ import annotations

from bot.ids import ChannelXid, SessionId
from bot.store import queries as q
from bot.store.locks import hold_server

from ..circle.sessions import load
from ..deliveries import table as d
from ..deliveries.rows import Plan, queue
from ..unit_of_work import Work
from .unfit import Unfit


def claim(work: Work, session_id: SessionId, room_xid: ChannelXid) -> bool:
    """Take the channel for this session, unless another one is in it. Returns whether it is this session's now.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    hold_server(work.db, session.guild_xid)
    taken_by = work.db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    if taken_by not in (None, session_id):
        return False
    work.db.execute(q.set_room, {"of_session": session_id, "new_room_xid": room_xid})
    work.news.held.add(session.guild_xid)
    return True


def give_up(work: Work, session_id: SessionId, why: Unfit) -> None:
    """Meet in a channel that is made for it instead, and tell whoever holds the circle why.

    Raises:
        NoSession: the session is gone.
    """
    state = load(work, session_id).state
    work.db.execute(q.give_up_standing, {"of_session": session_id})
    number = state.host if state.host is not None else state.facilitator
    if number is not None:
        queue(work, session_id, [Plan(d.MeetsElsewhere(number, why))])
