"""`/prompts`: the commands. Facilitators look; the people who run the server change."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.ui.cards.prompts import short
from bot.ui.commands import Choice, S, choices, command, completion
from bot.ui.guards import require_admin
from bot.ui.i18n import N_
from bot.ui.request import Request

from . import adding, files, looking, removing


@completion
async def own_prompts(request: Request, current: str) -> list[Choice]:
    """The server's own questions, for those who may remove them."""
    own = await request.bot.desks.prompts.own(require_admin(request))
    typed = current.casefold()
    return choices((short(p.text), p.prompt_id) for p in own if typed in p.text.casefold())


@app_commands.guild_only()
class PromptCommands(
    commands.GroupCog, group_name="prompts", group_description=S(N_("Questions for circles"))
):
    """Everything about questions that can be typed."""

    @command(N_("Look through the questions, by theme; only you see them"))
    async def browse(self, request: Request) -> None:
        """Look through all questions."""
        await looking.browse(request)

    @command(N_("Add a question of your server's own"))
    async def add(self, request: Request) -> None:
        """Add one question, in a form."""
        await adding.add(request)

    @command(N_("Remove a question of your server's own"))
    @app_commands.describe(prompt=S(N_("Which one; leave it empty to choose from a list")))
    @app_commands.autocomplete(prompt=own_prompts)
    async def remove(self, request: Request, prompt: str | None = None) -> None:
        """Remove one question."""
        await removing.remove(request, prompt)

    @command(N_("Add questions from a file"), name="import")
    @app_commands.describe(file=S(N_("A file in TOML or CSV, in UTF-8, up to 256 kilobytes")))
    async def import_(self, request: Request, file: discord.Attachment) -> None:
        """Add the questions of a file, all of them or none."""
        await files.import_(request, file)

    @command(N_("Get your server's own questions as a file"))
    @app_commands.describe(format=S(N_("The kind of file; TOML unless you choose")))
    async def export(self, request: Request, format: Literal["toml", "csv"] = "toml") -> None:
        """Give a file."""
        await files.export(request, format)
