"""Showing the panel to whoever may lead, drawing it anew while it is open, and saying on it why something cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial, wraps

import discord

from bot.circle.authority import may_lead
from bot.circle.model import Phase
from bot.circle.quieting import quiet_seat
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import MemberXid, MessageXid, SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import NoSession, Session
from bot.services.not_possible import NotPossible
from bot.ui.cards.circle.panel import panel
from bot.ui.drawn_cards import fingerprint
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.open_panels import Drawn
from bot.ui.refused import Refused
from bot.ui.refusing import refused_by
from bot.ui.request import Handler, Press, Request
from bot.ui.rooms.hearing_status import NOTHING

from .answers import private_context

COUNTING_S = 1.0
"""How long the panel waits, in real seconds, to hear how many people are in the room."""


async def show_panel(request: Request, session_id: SessionId) -> None:
    """Show the panel to whoever may lead. Raises `Refused` for others."""
    await _present(request, request.show, *await require_lead(request, session_id))


async def show_panel_after(request: Request, answer: Answer) -> None:
    """Show the panel to somebody who has just led, although after that they may lead no more. The answer has to say
    who sits where."""
    await _present(request, request.show, answer.session, answer.people)


async def redraw_panel(press: Press, session_id: SessionId, said: str = "") -> None:
    """Draw the card that was pressed anew as the panel, with a sentence above its buttons. Raises `Refused` for
    those who may not lead: it would tell them what is going on."""
    await _present(press, press.redraw, *await require_lead(press, session_id), said)


async def _present(
    request: Request,
    show: Callable[[Card], Awaitable[MessageXid | None]],
    session: Session,
    people: Mapping[int, MemberXid],
    said: str = "",
) -> None:
    session_id, in_room = session.id, await _people_in_room(request, session)
    draw = await _drawing(request, session, people, in_room)
    beside, card = fingerprint(draw("")), draw(said)
    message_xid = await show(card)

    async def draw_anew() -> Drawn:
        if session.state.phase is Phase.ENDED:
            return Drawn(card, is_last=True)  # what it says of the circle as a whole is kept nowhere
        return await _as_it_is(request, session_id, in_room, said, beside)

    request.bot.panels.opened(session_id, request, message_xid, card, draw_anew)


async def _as_it_is(
    request: Request, session_id: SessionId, in_room: int | None, said: str, beside: int
) -> Drawn:
    """The panel of somebody who has it open; a last word for whoever leads no more.

    What was said on it stays for as long as the rest looks as it did then (`beside`): a change that nobody sees is no
    reason for it to go.
    """
    session, people = await request.bot.desks.circle.with_people(session_id)
    if session.state.phase is Phase.ENDED:
        return Drawn(panel(private_context(request, session)), is_last=True)
    command = request.with_authority(Command(seat=request.seat_among(people)))
    if not may_lead(session.state, command):
        return Drawn(Card().say(request.t("The circle is in other hands now. Thank you.")), is_last=True)
    draw = await _drawing(request, session, people, in_room)
    card = draw("")
    return Drawn(draw(said) if said and fingerprint(card) == beside else card)


async def _drawing(
    request: Request, session: Session, people: Mapping[int, MemberXid], in_room: int | None
) -> Callable[[str], Card]:
    """What draws the panel as it is now, with a sentence on it or with none."""
    shut_out = await request.bot.desks.circle.shut_out(session.id)
    seats = len(session.state.inside) - len(shut_out)
    without_seat = None if in_room is None else max(0, in_room - seats)
    context = private_context(request, session, people)
    hearing = NOTHING
    is_held = session.room.held or quiet_seat(session.state) is not None
    if (is_held or session.room.kind.asks_to_speak) and session.room_xid is not None:
        hearing = request.bot.hearing.status(session.guild_xid, session.id, session.room_xid)
        if not is_held:  # everybody may speak
            hearing = replace(hearing, waits=False, beyond=())
    return lambda said: panel(context, shut_out, without_seat, said, hearing)


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
    """A press on the panel, or on a card that was opened from it: what is refused is said on a panel that is true."""

    @wraps(handler)
    async def pressed(press: Press) -> None:
        if not press.is_private:
            await handler(press)
            return
        async with refused_on_panel(press, press.session_id, partial(redraw_panel, press)):
            await handler(press)

    return pressed


def typed_to_lead(request: Request, session_id: SessionId) -> AbstractAsyncContextManager[None]:
    """The same for a command: what is refused is said on a panel, which is shown."""

    async def show(about: SessionId, said: str) -> None:
        await _present(request, request.show, *await require_lead(request, about), said)

    return refused_on_panel(request, session_id, show)


@asynccontextmanager
async def refused_on_panel(
    request: Request, session_id: SessionId, show: Callable[[SessionId, str], Awaitable[None]]
) -> AsyncIterator[None]:
    """What is refused within is said on a panel that is true.

    To somebody who may not lead, and once the session is gone, it is only said.

    Args:
        request: what was asked.
        session_id: the session.
        show: shows the panel with a sentence on it.
    """
    try:
        yield
    except (Refused, NotPossible) as error:
        refused = refused_by(request, error)
        if refused is None or refused.card is not None or request.interaction.response.is_done():
            raise
        try:
            await show(session_id, refused.sentence)
        except (Refused, NoSession):
            raise error from None
