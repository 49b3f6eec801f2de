"""The gestures towards a story that was just told: whoever ended the turn is answered with them, for everyone to press.

Such an answer does not count against Discord's global limit. Whatever is in its way, the outbox has a row that shows
the same a little later, and looks first whether it is there already.
"""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import discord

from bot.circle.events import TurnEnded
from bot.circle.turns import Done
from bot.services.circle.answer import Answer
from bot.services.deliveries import table as d
from bot.services.deliveries.rows import slot
from bot.services.unit_of_work import NotSaved
from bot.ui.cards import draw
from bot.ui.request import Press, Request

from .answers import ask_of_turn, may_be_followed, public_context

log = logging.getLogger(__name__)

WITHIN_S = 5.0
"""How long it may take, in real seconds: half as long as the outbox waits (`planning.ANSWER_S`)."""


async def done(press: Press) -> None:
    """`I'm done`: the card is drawn anew, and the gestures follow."""
    with press.bot.drawn.answering(press.session_id):
        answer = await ask_of_turn(press, Done(seen=press.seen))
        may_be_followed(press, answer)
        await gestures_follow(press, answer)


async def gestures_follow(request: Request, answer: Answer) -> None:
    """Show the gestures if a turn that was just ended was a story. The first answer has been given, and nobody else
    shows them meanwhile (`DrawnCards.answering`). An answer outside the room, as in a direct message, shows none."""
    if request.channel_xid != answer.session.room_xid:
        return
    if answer.seat is None or not any(isinstance(event, TurnEnded) for event in answer.events):
        return
    session = answer.session
    current = session.state.turn
    card_of_story = d.Gestures(session.state.turns - (current is not None))
    card = draw(card_of_story, public_context(request, session, {answer.seat: request.member_xid}))
    if card is None:
        return
    try:
        async with asyncio.timeout(WITHIN_S):
            message_xid = await request.show_everyone(card)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("An answer for everyone did not go through (%s); the outbox does it", type(error).__name__)
        return
    try:
        await request.bot.desks.delivery.shown(session.id, card_of_story, message_xid)
    except NotSaved:
        log.warning("Where a card was posted could not be kept; it is looked for later")
        return
    request.bot.drawn.answered(session.id, slot(card_of_story), card)
