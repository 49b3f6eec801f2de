"""Agreeing, or just listening; speaking or writing; and what somebody reads who agrees after the others."""

from __future__ import annotations

from bot.circle.agreements import Agree, Listen
from bot.circle.events import CameIn
from bot.circle.model import Moment, Phase
from bot.circle.writing import Speak, Write
from bot.services.circle.answer import Answer
from bot.ui.cards import buttons
from bot.ui.cards.circle import arriving, writing
from bot.ui.layout import Card
from bot.ui.optional_questions import asked, asked_next
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press, Request

from .answers import private_context


async def brief(request: Request, answer: Answer) -> None:
    """Show a late-comer what the circle has agreed to. The answer has to say who sits where."""
    taken = answer.session.state.seat(answer.seat)
    if taken is not None:
        context = private_context(request, answer.session, answer.people)
        card = arriving.briefing(context, taken)
        if not answer.session.state.format.asks_agreement:
            card = await asked(request, answer.session.id, card, Moment.ARRIVED)
        await request.show(card)


def with_catch_up(request: Request, answer: Answer, words: str) -> Card:
    """What is said to somebody, and where the circle stands, once it has come past its agreements. The answer has to
    say who sits where."""
    state = answer.session.state
    if not state.has_agreed or state.phase is not Phase.LIVE:
        return Card().say(words)
    came_in = any(isinstance(event, CameIn) for event in answer.events)
    context = private_context(request, answer.session, answer.people)
    return arriving.caught_up(context, words, answer.seat, came_in=came_in)


async def _agree(press: Press) -> None:
    answer = await press.act(press.session_id, Agree(seen=press.seen), with_people=True)
    words = press.t("Thank you. You are part of this circle.")
    card = with_catch_up(press, answer, words)
    await press.show(await asked(press, press.session_id, card, Moment.ARRIVED), Topic.AGREEMENTS)


async def _listen(press: Press) -> None:
    answer = await press.act(press.session_id, Listen(), with_people=True)
    words = press.t("You are welcome to listen. If you change your mind, agree here at any time.")
    card = with_catch_up(press, answer, words)
    card.row(buttons.agree(private_context(press, answer.session)))
    await press.show(await asked(press, press.session_id, card, Moment.ARRIVED), Topic.AGREEMENTS)


def _way(command: type[Speak] | type[Write]) -> Handler:
    async def pressed(press: Press) -> None:
        press.remember(press.session_id)
        circle = press.bot.desks.circle
        answer = press.granted(await circle.choose_way(press.session_id, press.member_xid, command()))
        card = writing.chosen(private_context(press, answer.session), answer.seat)
        await press.settle(await asked_next(press, answer, card, Moment.ARRIVED))

    return pressed


HANDLERS: dict[str, Handler] = {
    "agree": _agree,
    "listen": _listen,
    "aloud": _way(Speak),
    "inwriting": _way(Write),
}
