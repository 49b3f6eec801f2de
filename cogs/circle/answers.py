"""Answering: from what came of a use case to what the person sees."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.circle.model import SessionState
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import MemberXid
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Post
from bot.services.deliveries.rows import slot
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.cards.circle import whispers
from bot.ui.given_answer import GivenAnswer
from bot.ui.layout import Card
from bot.ui.private_notes import Topic
from bot.ui.request import Press, Request

CARD_GONE = 10008
"""Discord's code for a message that is not there any more."""


def public_context(request: Request, session: Session, people: Mapping[int, MemberXid]) -> CardContext:
    """The session as a public card draws it: in the session's own language."""
    bot = request.bot
    options = bot.desks.settings.rules(session.guild_xid).options
    return CardContext(
        session,
        bot.catalogues.pick(session.language),
        bot.content,
        people,
        gives_slips=bool(options.slip_group),
    )


def private_context(
    request: Request, session: Session, people: Mapping[int, MemberXid] | None = None
) -> CardContext:
    """The session as one person sees it: in their language."""
    options = request.bot.desks.settings.rules(session.guild_xid).options
    gives_slips = bool(options.slip_group)
    return CardContext(session, request.t, request.bot.content, people or {}, gives_slips=gives_slips)


async def ask_of_turn(press: Press, command: Command) -> Answer:
    """Ask something of the turn whose card, or whose private note, was pressed, and draw that anew. Returns the answer.

    Raises:
        NoSession: it is gone.
        Refused: it was refused.
    """
    # The card of the turn is not redrawn by the answer to a press on a note, so the outbox does it at once.
    if press.is_private:
        press.bot.whispers.take_up(press.session_id, press.member_xid, Topic.TIME)
    answer = await press.ask(press.session_id, command, d.Gestures if press.is_private else d.Turn)
    await (_note_answered if press.is_private else _card_answered)(press, answer)
    return press.granted(answer)


async def _note_answered(press: Press, answer: Answer) -> None:
    if answer.seat is None:
        return
    about = d.TimeNote(answer.seat, _pressed_turn(answer.session.state, press.seen))
    context = private_context(press, answer.session)
    going_on = whispers.time_left(context, about)
    await press.redraw(going_on or Card().say(context.t("Thank you. The talking piece moves on.")))
    topic = Topic.WORD if going_on is None else Topic.TIME
    note = GivenAnswer(press.interaction)
    await press.bot.whispers.answered(press.session_id, press.member_xid, topic, note)


async def _card_answered(press: Press, answer: Answer) -> None:
    state = answer.session.state
    if answer.refusal is None or answer.refusal.code is Code.STALE:
        turn = d.Turn(_pressed_turn(state, press.seen))
        card = draw(turn, public_context(press, answer.session, answer.people))
        assert card is not None
        try:
            await press.redraw(card)
        except discord.NotFound as error:
            if error.code != CARD_GONE:
                raise
            # It came again further down in this very moment. The outbox draws that one.
            await press.say(press.t("Done. The circle has moved on."))
        else:
            press.bot.drawn.answered(press.session_id, slot(turn), card)


def _pressed_turn(state: SessionState, seen: int) -> int:
    """The number of the turn whose card was pressed: this one, or the last. 0 stands for any other: the cards of all
    turns that are over are alike."""
    current, last = state.turn, state.last_turn
    if current is not None and seen >= current.opened:
        return current.number
    if last is not None and seen >= last.opened:
        return state.turns - (current is not None)
    return 0


def may_be_followed(request: Request, answer: Answer) -> None:
    """A circle was begun in its room, or a story ended: the card of the next turn may follow this answer. Of a turn
    that was let go by it would tell that, so it does not follow that one."""
    session = answer.session
    if session.accepts_in_discord and request.channel_xid == session.room_xid:
        request.bot.pressed.may_be_followed(session.id, request.interaction)


async def card_answered(press: Press, answer: Answer, kind: type[Post]) -> None:
    """After a press on another public card: draw it anew. Raises `Refused` if it was refused."""
    press.granted(answer)
    pressed = kind.now(answer.session.state)
    card = draw(pressed, public_context(press, answer.session, answer.people))
    if card is None:
        await press.say(press.t("Done. The circle has moved on."))
        return
    await press.redraw(card)
    press.bot.drawn.answered(press.session_id, slot(pressed), card)
