"""Answering: from what came of a use case to what the person sees."""

from __future__ import annotations

import asyncio

import discord

from bot.circle.model import Phase, SessionState
from bot.circle.order import announced_next
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import MemberXid, SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Post
from bot.services.deliveries.rows import slot
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.cards.circle import whispers
from bot.ui.cards.circle.panel import panel
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.private_notes import AnswerNote, Topic
from bot.ui.refused import Refused
from bot.ui.request import Press, Request

CARD_GONE = 10008
"""Discord's code for a message that is not there any more."""
COUNTING_S = 1.0
"""How long the panel waits, in real seconds, to hear how many people are in the room."""


def public_context(request: Request, session: Session, people: dict[int, MemberXid]) -> CardContext:
    """The session as a public card draws it: in the session's own language."""
    bot = request.bot
    return CardContext(session, bot.catalogues.pick(session.language), bot.content, people)


def private_context(
    request: Request, session: Session, people: dict[int, MemberXid] | None = None
) -> CardContext:
    """The session as one person sees it: in their language."""
    return CardContext(session, request.t, request.bot.content, people or {})


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
    note = AnswerNote(press.interaction)
    await press.bot.whispers.answered(press.session_id, press.member_xid, topic, note)


async def _card_answered(press: Press, answer: Answer) -> None:
    state = answer.session.state
    if answer.refusal is None or answer.refusal.code is Code.STALE:
        turn = d.Turn(_pressed_turn(state, press.seen))
        people = {} if answer.seat is None else {answer.seat: press.member_xid}
        current = state.turn
        others = current is not None and (
            current.seat not in (None, answer.seat) or announced_next(state) is not None
        )
        if current is not None and current.number == turn.turn and others:
            # Somebody else's turn is drawn with their name, and whoever is next; a turn that is over names nobody.
            people = (await press.bot.desks.circle.with_people(press.session_id))[1]
        card = draw(turn, public_context(press, answer.session, people))
        assert card is not None
        try:
            await press.redraw(card)
        except discord.NotFound as error:
            if error.code != CARD_GONE:
                raise
            # It came again further down in this very moment. The outbox draws that one.
            await press.say(press.t("Done. The circle has moved on."))
        else:
            press.bot.drawn.keep(press.session_id, slot(turn), card)


def _pressed_turn(state: SessionState, seen: int) -> int:
    """The number of the turn whose card was pressed: this one, or the last. 0 stands for any other: the cards of all
    turns that are over are alike."""
    current, last = state.turn, state.last_turn
    if current is not None and seen >= current.opened:
        return current.number
    if last is not None and seen >= last.opened:
        return state.turns - (current is not None)
    return 0


async def card_answered(press: Press, answer: Answer, kind: type[Post]) -> None:
    """After a press on another public card: draw it anew. Raises `Refused` if it was refused."""
    press.granted(answer)
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    pressed = kind.now(session.state)
    card = draw(pressed, public_context(press, session, people))
    if card is None:
        await press.say(press.t("Done. The circle has moved on."))
        return
    await press.redraw(card)
    press.bot.drawn.keep(press.session_id, slot(pressed), card)


NOT_LEADING = (Code.NOT_FACILITATOR, Code.NOT_SEATED, Code.REMOVED)


async def panel_answered(press: Press, answer: Answer) -> None:
    """After a press on the panel: draw the panel anew. Raises `Refused` if it was refused.

    To somebody who leads no more the panel stays as it was: it would tell them what is going on.
    """
    if answer.refusal is None or answer.refusal.code not in NOT_LEADING:
        await press.redraw(await panel_card(press, press.session_id))
    if answer.refusal is not None and answer.refusal.code is Code.STALE:
        raise Refused(
            press.t("The circle had moved on. This panel is up to date now; press again if you like.")
        )
    press.granted(answer)


async def show_panel(request: Request, session_id: SessionId) -> None:
    """Show the panel to whoever may lead. Raises `Refused` for others."""
    session, people = await require_lead(request, session_id)
    await request.show(await _panel(request, session, people))


async def panel_card(request: Request, session_id: SessionId) -> Card:
    """The panel in this person's language."""
    return await _panel(request, *await request.bot.desks.circle.with_people(session_id))


async def _panel(request: Request, session: Session, people: dict[int, MemberXid]) -> Card:
    shut_out = await request.bot.desks.circle.shut_out(session.id)
    without_seat = await _without_seat(request, session, len(shut_out))
    return panel(private_context(request, session, people), shut_out, without_seat)


async def _without_seat(request: Request, session: Session, shut_out: int) -> int | None:
    """How many people are in the room and have no seat; None when Discord does not say so in time."""
    if session.room_xid is None or session.state.phase not in (Phase.GATHERING, Phase.LIVE):
        return None
    if not request.bot.pace.turn_now():
        return None
    try:
        async with asyncio.timeout(COUNTING_S):
            people = await request.bot.rooms.people_in(session)
    except (discord.HTTPException, OSError):
        return None
    if people is None:
        return None
    return max(0, people - (len(session.state.inside) - shut_out))
