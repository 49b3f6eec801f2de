"""Agreeing, or just listening; and what somebody reads who does so after the others."""

from __future__ import annotations

from bot.circle.agreements import Agree, Listen
from bot.circle.events import CameIn
from bot.circle.model import Phase
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.ui.cards import buttons
from bot.ui.cards.circle import arriving
from bot.ui.layout import Card
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press, Request

from .answers import private_context


async def brief(request: Request, session: Session, seat: int | None) -> None:
    """Show a late-comer what the circle has agreed to."""
    session, people = await request.bot.desks.circle.with_people(session.id)
    taken = session.state.seat(seat)
    if taken is not None:
        await request.show(arriving.briefing(private_context(request, session, people), taken))


async def with_catch_up(request: Request, answer: Answer, words: str) -> Card:
    """What is said to somebody, and where the circle stands, once it has come past its agreements."""
    state = answer.session.state
    if not state.has_agreed or state.phase is not Phase.LIVE:
        return Card().say(words)
    session, people = await request.bot.desks.circle.with_people(answer.session.id)
    came_in = any(isinstance(event, CameIn) for event in answer.events)
    context = private_context(request, session, people)
    return arriving.caught_up(context, words, answer.seat, came_in=came_in)


async def _agree(press: Press) -> None:
    answer = await press.act(press.session_id, Agree())
    words = press.t("Thank you. You are part of this circle.")
    await press.show(await with_catch_up(press, answer, words), Topic.AGREEMENTS)


async def _listen(press: Press) -> None:
    answer = await press.act(press.session_id, Listen())
    words = press.t("You are welcome to listen. If you change your mind, agree here at any time.")
    card = await with_catch_up(press, answer, words)
    card.row(buttons.agree(private_context(press, answer.session)))
    await press.show(card, Topic.AGREEMENTS)


HANDLERS: dict[str, Handler] = {"agree": _agree, "listen": _listen}
