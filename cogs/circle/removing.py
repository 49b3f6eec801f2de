"""Taking somebody out of a circle: whoever holds it first reads what Discord will show, to everyone in the room."""

from __future__ import annotations

import discord

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.ui.authority import asked_by
from bot.ui.cards.passages import confirm_removal
from bot.ui.host import Handler, Interaction
from bot.ui.layout import Card
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.sentences import refusal_sentence

from .answers import private_scene, refused
from .steering import session_here


async def ask_to_remove(interaction: Interaction, member: discord.Member) -> None:
    """Ask once more, with what everyone will see; say why not, when it would be refused."""
    bot = interaction.client
    if (meeting := await session_here(interaction)) is None:
        return
    meeting, people = await bot.circles.with_people(meeting.id)
    seats = {xid: number for number, xid in people.items()}
    # Somebody without a seat is a seat that does not exist, so that only those who may ask learn that.
    target = seats.get(member.id, 0)
    command = c.Remove(seat=seats.get(interaction.user.id), target=target)
    decided = decide(meeting.state, asked_by(interaction, command), bot.circles.clock.utcnow())
    if isinstance(decided, Refusal):
        await say(interaction, refusal_sentence(bot.catalogues.pick(interaction.locale), decided))
        return
    me = bot.user.mention if bot.user is not None else ""
    await show(
        interaction, confirm_removal(private_scene(interaction, meeting, people), target, member.id, me)
    )


async def _take_out(press: Press) -> None:
    # The button names a seat in the place of a version: a number means nobody outside its session.
    command = asked_by(press.interaction, c.Remove(target=press.seen))
    answer = await press.bot.circles.act(press.session_id, press.interaction.user.id, command)
    if not await refused(press.interaction, answer):
        words = press.t("Done. They cannot come back into this session. I write nothing about it.")
        await redraw(press.interaction, Card().say(words))


HANDLERS: dict[str, Handler] = {"takeout": _take_out}
