"""When the piece comes to one person: said to them alone, and true in the moment they ask."""

from __future__ import annotations

from collections.abc import Mapping

from bot.circle.refusals import Code, Refusal
from bot.ids import MemberXid, SessionId
from bot.ui.cards.circle import coming
from bot.ui.refused import Refused
from bot.ui.request import Press, Request
from bot.ui.rooms.kinds import words_of
from bot.ui.sentences import refusal_sentence

from .answers import private_context


async def your_turn(request: Request, session_id: SessionId) -> list[str]:
    """When it is the turn of whoever asks, and what to do then: for whoever comes in while the piece goes round.

    Nothing for anybody whose turn does not come in this round.
    """
    session, people = await request.bot.desks.circle.with_people(session_id)
    seat = _seat_of(request, people)
    context = private_context(request, session, people)
    if seat is None or not coming.has_one_coming(session.state, seat):
        return []
    return [coming.your_turn(context, seat), words_of(session.room_kind).to_receive(request.t)]


async def my_turn(press: Press) -> None:
    """Say when it is the turn of whoever asks. Raises `Refused` for whoever has no seat."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    seat = _seat_of(press, people)
    if seat is None:
        raise Refused(refusal_sentence(press.t, Refusal(Code.NOT_SEATED)))
    words = coming.your_turn(private_context(press, session, people), seat)
    await press.say(words or press.t("The talking piece is not going round at the moment."))


def _seat_of(request: Request, people: Mapping[int, MemberXid]) -> int | None:
    return next((seat for seat, member_xid in people.items() if member_xid == request.member_xid), None)
