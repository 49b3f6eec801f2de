"""Asking somebody the one question that the budget allows, below what they are told anyway."""

from __future__ import annotations

from bot.circle.events import QuestionAnswered
from bot.circle.model import Moment
from bot.ids import SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import NoSession
from bot.services.unit_of_work import NotSaved

from .card_context import CardContext
from .cards import buttons
from .cards.circle import coming
from .cards.circle.optional_questions import with_question
from .layout import Card
from .private_notes import Topic
from .request import Press, Request


async def asked(request: Request, session_id: SessionId, card: Card, moment: Moment) -> Card:
    """The card, with the question that this person may be asked now; as it is when there is none, or when it cannot be
    asked: the card says that something was done, and that stays so."""
    try:
        found = await request.bot.desks.circle.ask_optional(session_id, request.member_xid, moment)
    except (NoSession, NotSaved):
        return card
    context = CardContext(found.session, request.t, request.bot.content, {})
    return with_question(context, card, found.question)


async def asked_next(request: Request, answer: Answer, card: Card, moment: Moment) -> Card:
    """The same once a question is answered: then the next may follow. To whoever opened theirs by themselves nothing
    is asked."""
    if not any(isinstance(event, QuestionAnswered) for event in answer.events):
        return card
    return await asked(request, answer.session.id, card, moment)


async def thanked(press: Press, answer: Answer, words: str, moment: Moment) -> None:
    """Thank somebody for an answer in the place of the question, or beside a card that everyone sees. The next question
    may follow."""
    card, context = Card().say(words), CardContext(answer.session, press.t, press.bot.content, {})
    if coming.only_listens(context, answer.seat):
        card.row(
            buttons.agree(context)
        )  # what they read before had this way in; it must not go with the question
    card = await asked_next(press, answer, card, moment)
    if press.is_private:
        await press.redraw(card)
    else:
        await press.show(card, Topic.WORD)
