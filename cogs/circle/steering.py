"""Finding the session a command is about, and the few things a command does that no button does alike."""

from __future__ import annotations

import discord

from bot.circle import commands as c
from bot.circle.model import Phase, Prompt
from bot.content import PROMPT_LENGTH
from bot.services.meetings import Meeting
from bot.ui.authority import asked_by, led_by
from bot.ui.host import Interaction
from bot.ui.people import is_admin
from bot.ui.replies import say, show
from bot.ui.shelf import Shelf
from bot.ui.words import clean

from .answers import panel_card, refused, show_panel


async def session_here(interaction: Interaction) -> Meeting | None:
    """The session a facilitator's command is about; None when that was not clear, and has been said."""
    assert interaction.guild_id is not None
    assert interaction.channel_id is not None
    circles, t = interaction.client.circles, interaction.client.catalogues.pick(interaction.locale)
    found = await circles.find_for(interaction.guild_id, interaction.channel_id, interaction.user.id)
    if not found and is_admin(interaction, interaction.client.settings.people):
        everywhere = await circles.open_meetings(interaction.guild_id)
        found = [m for m in everywhere if m.parent_xid == interaction.channel_id] or everywhere
    # What is under way goes before what is still to come, and that before what was called off.
    found = [m for m in found if not m.state.is_off] or found
    open_now = [m for m in found if m.state.phase is not Phase.PLANNED]
    # Dates to come have no room to say it in: the next one of this channel is meant.
    found = open_now or ([m for m in found if m.parent_xid == interaction.channel_id] or found)[:1]
    if len(found) == 1:
        interaction.client.whispers.remember(found[0].id, interaction)
        return found[0]
    if found:
        await say(
            interaction,
            t("You have a seat in more than one circle. Please use this in the room of the one you mean."),
        )
    else:
        await say(
            interaction,
            t("There is no circle of yours here. Open one with /circle open, or use this in its room."),
        )
    return None


async def steer(interaction: Interaction, command: c.Command, meeting: Meeting | None = None) -> None:
    """Ask something of the session that is meant, then show the panel."""
    meeting = meeting or await session_here(interaction)
    if meeting is None:
        return
    asked = asked_by(interaction, command)
    answer = await interaction.client.circles.act(meeting.id, interaction.user.id, asked)
    if not await refused(interaction, answer):
        await show(interaction, await panel_card(interaction, meeting.id))


async def extend(interaction: Interaction, seconds: int) -> None:
    """Give more time: whoever leads to anybody or to the stage, and whoever speaks to themselves."""
    if (meeting := await session_here(interaction)) is None:
        return
    bot = interaction.client
    before = meeting.state.turn
    command = asked_by(interaction, c.Extend(seconds=seconds))
    answer = await bot.circles.act(meeting.id, interaction.user.id, command)
    if await refused(interaction, answer):
        return
    if before is not None and before.seat == answer.seat:
        t = bot.catalogues.pick(interaction.locale)
        await say(
            interaction, t("You have a little more time. In one's own turn it is as much for everyone.")
        )
    else:
        await show_panel(interaction, meeting.id)


async def steer_on(interaction: Interaction, member: discord.Member, command: c.HandOver, words: str) -> None:
    """Ask something about another member of the session that is meant, then say the words."""
    if member.bot:
        t = interaction.client.catalogues.pick(interaction.locale)
        await say(interaction, t("The seats of a circle are for people."))
        return
    if (meeting := await session_here(interaction)) is None:
        return
    asked = asked_by(interaction, command)
    answer = await interaction.client.circles.act_on(meeting.id, interaction.user.id, member.id, asked)
    if not await refused(interaction, answer):
        await say(interaction, words)


async def put_next(interaction: Interaction, session_id: int, member_xid: int, seen: int) -> None:
    """Make somebody the next to be offered the piece."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    if (led := await led_by(interaction, session_id)) is None:
        return
    meeting, people = led
    going = meeting.state.round
    chosen = next((number for number, xid in people.items() if xid == member_xid), None)
    if going is None or chosen not in going.order:
        await say(interaction, t("This person is not in the speaking order just now. Nothing has changed."))
        return
    holding = meeting.state.turn.seat if meeting.state.turn is not None else None
    rest = tuple(number for number in going.order if number not in (chosen, holding))
    order = (*((holding,) if holding in going.order and holding != chosen else ()), chosen, *rest)
    command = asked_by(interaction, c.Reorder(order=order, seen=seen))
    answer = await bot.circles.act(session_id, interaction.user.id, command)
    if not await refused(interaction, answer):
        await say(interaction, t("{who} is next.", who=f"<@{member_xid}>"))


def prompt_from(books: Shelf, typed: str) -> Prompt | None:
    """The question somebody chose from the shelf or typed; None when it is empty or too long."""
    words = clean(typed)
    known = books.find(words)
    if known is not None:
        return known
    return Prompt(text=words) if 1 <= len(words) <= PROMPT_LENGTH else None
