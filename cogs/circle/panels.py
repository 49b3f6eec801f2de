"""Showing the panel to whoever may lead, drawing it anew while it is open, and saying on it why something cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps

import discord

from bot.circle.authority import may_lead
from bot.circle.model import Phase
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import MemberXid, MessageXid, SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import NoSession, Session
from bot.services.not_possible import NotPossible
from bot.ui.cards.circle.panel import panel
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.open_panels import Drawn
from bot.ui.refused import Refused
from bot.ui.refusing import refused_by
from bot.ui.request import Handler, Press, Request

from .answers import private_context

COUNTING_S = 1.0
"""How long the panel waits, in real seconds, to hear how many people are in the room."""


async def show_panel(request: Request, session_id: SessionId) -> None:
    """Show the panel to whoever may lead. Raises `Refused` for others."""
    await require_lead(request, session_id)
    await _present(request, session_id, request.show)


async def show_panel_after(request: Request, answer: Answer) -> None:
    """Show the panel to somebody who has just led, although after that they may lead no more."""
    await _present(request, answer.session.id, request.show)


async def redraw_panel(press: Press, session_id: SessionId, said: str = "") -> None:
    """Draw the card that was pressed anew as the panel, with a sentence above its buttons. Raises `Refused` for
    those who may not lead: it would tell them what is going on."""
    await require_lead(press, session_id)
    await _present(press, session_id, press.redraw, said)


async def _present(
    request: Request,
    session_id: SessionId,
    show: Callable[[Card], Awaitable[MessageXid | None]],
    said: str = "",
) -> None:
    session, people = await request.bot.desks.circle.with_people(session_id)
    in_room = await _people_in_room(request, session)
    card = await _panel(request, session, people, in_room, said)
    message_xid = await show(card)

    async def draw() -> Drawn:
        return await _as_it_is(request, session_id, in_room)

    request.bot.panels.opened(session_id, request, message_xid, card, draw)


async def _as_it_is(request: Request, session_id: SessionId, in_room: int | None) -> Drawn:
    """The panel of somebody who has it open; a last word for whoever leads no more."""
    session, people = await request.bot.desks.circle.with_people(session_id)
    if session.state.phase is Phase.ENDED:
        return Drawn(panel(private_context(request, session)), is_last=True)
    command = request.with_authority(Command(seat=request.seat_among(people)))
    if not may_lead(session.state, command):
        return Drawn(Card().say(request.t("The circle is in other hands now. Thank you.")), is_last=True)
    return Drawn(await _panel(request, session, people, in_room))


async def _panel(
    request: Request, session: Session, people: dict[int, MemberXid], in_room: int | None, said: str = ""
) -> Card:
    shut_out = await request.bot.desks.circle.shut_out(session.id)
    seats = len(session.state.inside) - len(shut_out)
    without_seat = None if in_room is None else max(0, in_room - seats)
    return panel(private_context(request, session, people), shut_out, without_seat, said)


async def _people_in_room(request: Request, session: Session) -> int | None:
    """How many people are in the room; None when Discord does not say so in time."""
    if session.room_xid is None or session.state.phase not in (Phase.GATHERING, Phase.LIVE):
        return None
    if not request.bot.pace.turn_now():
        return None
    try:
        async with asyncio.timeout(COUNTING_S):
            return await request.bot.rooms.people_in(session)
    except (discord.HTTPException, OSError):
        return None


async def panel_answered(press: Press, answer: Answer) -> None:
    """After a press on the panel: draw the panel anew. Raises `Refused` if it was refused."""
    if answer.refusal is not None and answer.refusal.code is Code.STALE:
        raise Refused(
            press.t("The circle had moved on. This panel is up to date now; press again if you like.")
        )
    press.granted(answer)
    await redraw_panel(press, answer.session.id)


def on_panel(handler: Handler) -> Handler:
    """A press on the panel, or on a card that was opened from it: what is refused is said on a panel that is true.

    To somebody who leads no more, and once the circle is over, it is only said.
    """

    @wraps(handler)
    async def pressed(press: Press) -> None:
        try:
            await handler(press)
        except (Refused, NotPossible) as error:
            refused = refused_by(press, error)
            is_answered = press.interaction.response.is_done()
            if refused is None or refused.card is not None or is_answered or not press.is_private:
                raise
            try:
                await redraw_panel(press, press.session_id, refused.sentence)
            except (Refused, NoSession):
                raise error from None

    return pressed
