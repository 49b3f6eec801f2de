"""A word for the people who run a server, such as that something waits for them.

The bot does not know who the admins are and writes to nobody unasked. So the word comes in private to the next admin
who uses a command, at most once a day for a server. That it came is only in memory.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.ids import GuildXid
from bot.services.unit_of_work import NotSaved

from .request import Interaction, Request

log = logging.getLogger(__name__)

AGAIN = timedelta(days=1)


class AdminReminder(commands.Cog):
    """Says it after a command, so that the command itself never waits. Override `words`."""

    about: ClassVar[str]
    """What the word is about, for the log."""
    said_by: ClassVar[tuple[str, ...]]
    """The commands that say it themselves."""

    def __init__(self) -> None:
        self.last: dict[int, datetime] = {}
        """When it came last, by server."""

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
    ) -> None:
        """After each command: a word to an admin, when there is reason and it is time."""
        request = Request(interaction)
        if not request.is_admin or interaction.response.type is discord.InteractionResponseType.modal:
            return  # of those who have a form open, somebody is writing
        now = request.bot.clock.utcnow()
        if command.qualified_name in self.said_by:
            self.said(request.guild_xid, now)
        elif now - self.last.get(request.guild_xid, now - AGAIN) >= AGAIN:
            await self._tell(request, now)

    def said(self, guild_xid: GuildXid, now: datetime) -> None:
        """A command has just said it itself."""

    async def words(self, request: Request) -> str | None:
        """What is to be said to the admins of that server; None when there is no reason.

        Raises:
            NotSaved: it could not be read whether there is one.
        """
        raise NotImplementedError

    async def _tell(self, request: Request, now: datetime) -> None:
        try:
            if (words := await self.words(request)) is not None:
                self.last[request.guild_xid] = now
                await request.say(words)
        except (NotSaved, discord.HTTPException):
            log.info("A word about %s could not be said; it comes with another command", self.about)
