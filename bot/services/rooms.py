"""Where a session happens: replacing a room that is gone, and going on in another channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle.model import Phase, SessionState
from bot.circle.refusals import Code, Refusal
from bot.circle.rules.authority import may_lead
from bot.privacy.sealing import Vault
from bot.store import queries as q

from .meetings import load, seat_of
from .outbox import Kind, Plan, Slot
from .sessions import Answer, queue


def room_lost(db: Connection, vault: Vault, room_xid: int, now: datetime) -> bool:
    """A room was deleted. Returns whether it was one of ours, and is replaced."""
    session_id = db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    if session_id is not None:
        refurnish(db, vault, session_id, now)
    return session_id is not None


def refurnish(db: Connection, vault: Vault, session_id: int, now: datetime) -> None:
    """The room is gone: make another, and show there what is going on.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, vault, session_id)
    db.execute(q.set_room, {"of_session": session_id, "new_room_xid": None})
    db.execute(q.drop_room_cards, {"of_session": session_id})
    if meeting.state.phase is not Phase.ENDED:
        queue(db, session_id, furnish(meeting.state), now)


def relocate(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    command: c.Command,
    parent_xid: int,
    now: datetime,
) -> Answer:
    """Go on in another channel, because the one the session was opened in is gone.

    Args:
        member_xid: who asks; only somebody who leads may.
        command: what they may do in the server now.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, vault, session_id)
    number = seat_of(db, vault, meeting, member_xid)
    if not may_lead(meeting.state, replace(command, seat=number)):
        return Answer(meeting, number, refusal=Refusal(Code.NOT_FACILITATOR))
    if meeting.room_xid is None and meeting.parent_xid != parent_xid:
        db.execute(q.set_parent, {"of_session": session_id, "new_parent_xid": parent_xid})
        db.execute(q.drop_card, {"of_session": session_id, "slot": str(Slot(Kind.INVITE))})
        queue(db, session_id, [*furnish(meeting.state), Plan(Kind.INVITE)], now)
    return Answer(meeting, number)


def furnish(state: SessionState) -> list[Plan]:
    """Everything a new room needs: the people, and the cards of the moment."""
    plans = [Plan(Kind.OPEN_ROOM), *(Plan(Kind.ADMIT, seat=seat.number) for seat in state.seated)]
    if state.phase is Phase.GATHERING:
        return [*plans, Plan(Kind.GATHER)]
    plans.append(Plan(Kind.STAGE, state.stage_index))
    if state.turn is not None:
        plans.append(Plan(Kind.TURN, state.turn.number))
    if state.nominating is not None:
        plans.append(Plan(Kind.CHOOSE, state.turns, state.nominating))
    return plans
