"""Coming back into a room that one has left by Discord's own menu, of which nobody is told."""

from __future__ import annotations

from bot.circle.model import Consent, Phase, Seat, SeatPlace
from bot.circle.refusals import Code
from bot.ids import SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.ui.card_context import timestamp
from bot.ui.cards.schedule.series import is_absent
from bot.ui.request import Request
from bot.ui.rooms.links import to_room

from .agreeing import brief
from .answers import private_context

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


async def places_of(request: Request, sessions: list[Session]) -> dict[SessionId, str]:
    """What this person has in each circle: a seat, with the way to its room, or a place on the waiting list."""
    found: dict[SessionId, str] = {}
    for session in sessions:
        seat = session.state.seat(await request.bot.desks.circle.seat_of(session, request.member_xid))
        if seat is not None and (words := _place_words(request, session, seat)):
            found[session.id] = words
    return found


def _place_words(request: Request, session: Session, seat: Seat) -> str:
    t = request.t
    if seat.place is SeatPlace.WAITING:
        return t("You are on the waiting list.")
    if seat.place is SeatPlace.KEPT:
        return t("A seat is kept for you until {time}.", time=timestamp(seat.kept_until, "f"))
    if not seat.is_seated:
        return ""
    if session.room_xid is not None and session.state.phase in OPEN and seat.is_inside:
        return f"{t('You have a seat.')} {to_room(t, session.guild_xid, session.room_xid)}"
    if is_absent(private_context(request, session), seat.number):
        return t("You have a seat, and cannot come this time.")
    return t("You have a seat.")
