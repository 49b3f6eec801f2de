"""Taking somebody out of a circle: whoever holds it first reads what Discord will show, to everyone in the room."""

from __future__ import annotations

import discord

from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.circle.seats import Remove
from bot.ids import MemberXid, SessionId
from bot.ui.cards.circle.admission import confirm_removal
from bot.ui.layout import Card
from bot.ui.request import Handler, Press, Request

from .answers import private_context
from .steering import led_here


async def ask_to_remove(request: Request, member: discord.Member) -> None:
    """Ask once more, with what everyone will see. Raises `Refused` when it would be refused."""
    async with led_here(request) as found:
        await _ask(request, found.id, member)


async def _ask(request: Request, session_id: SessionId, member: discord.Member) -> None:
    bot = request.bot
    session, people = await bot.desks.circle.with_people(session_id)
    seats = {xid: number for number, xid in people.items()}
    # Somebody without a seat is a seat that does not exist, so that only those who may ask learn that.
    target = seats.get(MemberXid(member.id), 0)
    command = request.with_authority(Remove(seat=request.seat_among(people), target=target))
    decided = decide(session.state, command, bot.clock.utcnow())
    if isinstance(decided, Refusal):
        raise request.refusal(decided)
    me = bot.user.mention if bot.user is not None else ""
    await request.show(
        confirm_removal(private_context(request, session, people), target, MemberXid(member.id), me)
    )


async def _take_out(press: Press) -> None:
    # The button names a seat in the place of a version: a number means nobody outside its session.
    await press.act(press.session_id, press.with_authority(Remove(target=press.seen)))
    words = press.t("Done. They cannot come back into this session. I write nothing about it.")
    await press.redraw(Card().say(words))


HANDLERS: dict[str, Handler] = {"takeout": _take_out}
