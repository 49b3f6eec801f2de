"""A schedule as a calendar file, for whoever asked for it."""

from __future__ import annotations

import io
from datetime import datetime

import discord

from bot.calendar.ics import calendar_of
from bot.services.timetable import Overview
from bot.ui.host import Interaction
from bot.ui.server_event import usual_length_s
from bot.ui.words import shown


async def send_calendar(interaction: Interaction, overview: Overview) -> None:
    """Answer in private with the series as an `.ics` file; moved and skipped dates are in it."""
    bot = interaction.client
    kept, t = overview.schedule, bot.catalogues.pick(interaction.locale)
    local = datetime.fromisoformat
    content = calendar_of(
        kept.choices.name,
        kept.choices.series,
        uid=f"schedule-{kept.id}-{kept.guild_xid}@story-circle",
        minutes=round(usual_length_s(kept.choices.shown_format(bot.content)) / 60),
        moved={local(k): c.moved_to for k, c in overview.changes.items() if c.moved_to is not None},
        skipped=[local(k) for k, c in overview.changes.items() if c.moved_to is None],
        stamp=bot.timetable.now(),
    )
    file = discord.File(io.BytesIO(content), filename="circle.ics")
    words = t("The dates of **{name}**, for your calendar program.", name=shown(kept.choices.name))
    await interaction.response.send_message(words, file=file, ephemeral=True)
