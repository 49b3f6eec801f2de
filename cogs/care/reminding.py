"""Admins are reminded of the places to turn to: when none are set, and when one is due to be looked at.

The bot does not know who the admins are and writes to nobody unasked. So the reminder comes in private to the
next admin who uses a command, at most once a day for a server. That it came is only in memory.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.circles import NotSaved
from bot.ui.host import Host, Interaction
from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.people import is_admin
from bot.ui.replies import show
from bot.ui.words import shown

log = logging.getLogger(__name__)

AGAIN = timedelta(days=1)
SAYS_IT_ALREADY = ("care resources", "settings show", "settings setup")


class Reminder(commands.Cog):
    """Says it after a command, so that the command itself never waits."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        self._reminded: dict[int, datetime] = {}

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
    ) -> None:
        """After each command: a word to an admin, when there is reason and it is time."""
        try:
            await self._remind(interaction, command.qualified_name)
        except (NotSaved, discord.HTTPException):
            log.info("A reminder of the places to turn to could not be given; it comes with another command")

    async def _remind(self, interaction: Interaction, command: str) -> None:
        guild_xid, now = interaction.guild_id, self.bot.circles.clock.utcnow()
        if guild_xid is None or not is_admin(interaction, self.bot.settings.people):
            return
        if interaction.response.type is discord.InteractionResponseType.modal:
            return  # Somebody is writing.
        if command in SAYS_IT_ALREADY:
            self._reminded[guild_xid] = now
        last = self._reminded.get(guild_xid)
        if last is not None and now - last < AGAIN:
            return
        words = await self._words(self.bot.catalogues.pick(interaction.locale), guild_xid, now)
        if words is not None:
            self._reminded[guild_xid] = now
            await show(interaction, Card().say(words))

    async def _words(self, t: Translator, guild_xid: int, now: datetime) -> str | None:
        there = await self.bot.library.places(guild_xid)
        due = [shown(place.title) for place in there if place.is_due(now.date())]
        if due:
            return t(
                "A word for the people who run this server: it is time to look whether these places to turn to "
                "are still right. They are in /care resources: {names}.",
                names=", ".join(due),
            )
        if there or self.bot.settings.care.resources:
            return None
        return t(
            "A word for the people who run this server: no places to turn to are set, and whoever asks for "
            "support is told so. You may add some with /care resources."
        )
