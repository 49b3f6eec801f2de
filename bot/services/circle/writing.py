"""Saying whether one speaks or writes, where there is something to choose."""

from __future__ import annotations

from bot.circle import commands as c
from bot.ids import MemberXid, SessionId

from ..not_possible import NotPossible
from ..unit_of_work import Work
from .acting import ask
from .answer import Answer
from .sessions import load


class EveryoneWrites(NotPossible):
    """The room is a written one, so there is nothing to choose."""


def choose(work: Work, session_id: SessionId, member_xid: MemberXid, command: c.Speak | c.Write) -> Answer:
    """Let a member say how they take their turns.

    Raises:
        NoSession: the session is gone.
        EveryoneWrites: nobody speaks in its room.
    """
    session = load(work, session_id)
    if session.room.kind.is_written:
        raise EveryoneWrites
    return ask(work, session, member_xid, command)
