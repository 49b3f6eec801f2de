"""From what is kept of a draft to the card its admin sees."""

from __future__ import annotations

import discord

from bot.services.schedules import Schedule, ScheduleError
from bot.ui.cards.schedule import DraftScene, draft
from bot.ui.host import Interaction
from bot.ui.layout import Card
from bot.ui.words import shown


async def draft_card(interaction: Interaction, kept: Schedule) -> Card:
    """The draft in this admin's language, with its next dates and what to know before saving."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    overview = await bot.timetable.get(kept.id)
    terms = overview.schedule.terms
    theme = bot.content.drawing(t.language, terms.theme or "general")
    return draft(
        DraftScene(
            t=t,
            schedule=overview.schedule,
            facilitators=overview.facilitators,
            format=terms.format(bot.content),
            theme_title=shown(theme.title),
            now=bot.timetable.now(),
            remarks=[*_events(interaction, kept), *await _seats(interaction, kept)],
        )
    )


def _events(interaction: Interaction, kept: Schedule) -> list[str]:
    """A word when Discord's calendar of the server cannot show the dates."""
    t = interaction.client.catalogues.pick(interaction.locale)
    channel = interaction.client.get_channel(kept.terms.parent_xid)
    if not kept.terms.has_event or not isinstance(channel, discord.TextChannel):
        return []
    granted = channel.permissions_for(channel.guild.me)
    if granted.create_events or granted.manage_events:
        return []
    return [
        t(
            "I lack the permission Create Events, so the server's events do not show the dates. "
            "The circle works without it."
        )
    ]


async def _seats(interaction: Interaction, kept: Schedule) -> list[str]:
    """A word when there are to be fewer seats than are taken: nobody loses theirs."""
    if kept.replaces is None:
        return []
    t = interaction.client.catalogues.pick(interaction.locale)
    try:
        now = await interaction.client.timetable.get(kept.replaces)
    except ScheduleError:
        return []
    seats = kept.terms.format(interaction.client.content).capacity
    most = max((len(meeting.state.seated) for meeting in now.planned), default=0)
    if most <= seats:
        return []
    return [
        t.many(
            "{count} seat is taken already on one of the dates. Nobody is asked to leave.",
            "{count} seats are taken already on one of the dates. Nobody is asked to leave.",
            most,
        )
    ]
