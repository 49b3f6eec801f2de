"""Coming back into a room that one has left by Discord's own menu, of which nobody is told."""

from __future__ import annotations

from bot.circle.model import Consent, Phase
from bot.circle.refusals import Code
from bot.ids import ChannelXid, SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.ui.request import Request
from bot.ui.rooms.links import to_room

from .agreeing import brief

OPEN = (Phase.GATHERING, Phase.LIVE)


async def comes_back(request: Request, answer: Answer) -> bool:
    """Let somebody in again who asked for the seat they have. Returns whether they have one, and there is a room."""
    session = answer.session
    has_seat = answer.refusal is not None and answer.refusal.code is Code.ALREADY_SEATED
    if not has_seat or answer.seat is None or session.room_xid is None or session.state.phase not in OPEN:
        return False
    seat = session.state.known_seat(answer.seat)
    if seat.is_inside:
        await request.bot.desks.rooms.let_in_again(session.id, answer.seat)
    if session.state.has_agreed and seat.consent not in (Consent.AGREED, Consent.LISTENING):
        # Discord drops private answers, and the agreements with them: asking again for a seat brings them back.
        await brief(request, answer)
        return True
    words = request.t("You already have a seat in this circle. I let you into its room again.")
    await request.say(f"{words} {to_room(request.t, session.guild_xid, session.room_xid)}")
    return True


async def rooms_of(request: Request, sessions: list[Session]) -> dict[SessionId, ChannelXid]:
    """The rooms of the circles in which this person has a seat, by session."""
    found: dict[SessionId, ChannelXid] = {}
    for session in sessions:
        if session.room_xid is None or session.state.phase not in OPEN:
            continue
        seat = await request.bot.desks.circle.seat_of(session, request.member_xid)
        sits = session.state.seat(seat)
        if sits is not None and sits.is_inside:
            found[session.id] = session.room_xid
    return found
