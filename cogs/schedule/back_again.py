"""Admins are told that schedules wait for them: after the bot was taken out of their server and invited again, and
when the format of a circle is gone.

The bot does not know who the admins are and writes to nobody unasked. So the word comes in private to the next admin
who uses a command, at most once a day for a server. That it came is only in memory.
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

log = logging.getLogger(__name__)

AGAIN = timedelta(days=1)
SAYS_IT_ITSELF = ("schedule list", "schedule resume")


class BackAgain(commands.Cog):
    """Says it after a command, so that the command itself never waits."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        self._told: dict[int, datetime] = {}

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
    ) -> None:
        """After each command: a word to an admin whose schedules wait."""
        guild_xid, now = interaction.guild_id, self.bot.circles.clock.utcnow()
        if guild_xid is None or not is_admin(interaction, self.bot.settings.people):
            return
        if interaction.response.type is discord.InteractionResponseType.modal:
            return  # Somebody is writing.
        if command.qualified_name in SAYS_IT_ITSELF or now - self._told.get(guild_xid, now - AGAIN) < AGAIN:
            return
        try:
            await self._tell(interaction, guild_xid, now)
        except (NotSaved, discord.HTTPException):
            log.info("That schedules wait for an admin could not be said; it comes with another command")

    async def _tell(self, interaction: Interaction, guild_xid: int, now: datetime) -> None:
        words = await self._words(self.bot.catalogues.pick(interaction.locale), guild_xid)
        if words is not None:
            self._told[guild_xid] = now
            await show(interaction, Card().say(words))

    async def _words(self, t: Translator, guild_xid: int) -> str | None:
        timetable = self.bot.timetable
        if await timetable.waits_for_admin(guild_xid):
            return t(
                "A word for the people who run this server: I was taken out of it for a while. The circles that meet "
                "again and again rest since then. /schedule list shows them, and /schedule resume lets each go on."
            )
        if await timetable.waits_for_format(guild_xid):
            return t(
                "A word for the people who run this server: the format of a circle that meets again and again is not "
                "there any more, or has not that many seats. So none of its dates is announced. "
                "/schedule list shows which one, and /schedule edit lets you choose another format."
            )
        return None
