"""`/prompts`: the commands. Facilitators look; the people who run the server change."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.ui.cards.shelf import short
from bot.ui.host import Host, Interaction
from bot.ui.i18n import N_
from bot.ui.people import is_admin

from . import adding, files, looking, removing

S = app_commands.locale_str
MOST_CHOICES = 25


async def own_prompts(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The server's own questions, for those who may remove them."""
    bot = interaction.client
    if interaction.guild_id is None or not is_admin(interaction, bot.settings.people):
        return []
    typed = current.casefold()
    found = [p for p in await bot.library.own(interaction.guild_id) if typed in p.text.casefold()]
    return [app_commands.Choice(name=short(p.text), value=p.prompt_id) for p in found[:MOST_CHOICES]]


@app_commands.guild_only()
class PromptCommands(
    commands.GroupCog, group_name="prompts", group_description=S(N_("Questions for circles"))
):
    """Everything about questions that can be typed."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        super().__init__()

    @app_commands.command(description=S(N_("Look through the questions, by theme; only you see them")))
    async def browse(self, interaction: Interaction) -> None:
        """Look through all questions."""
        await looking.browse(interaction)

    @app_commands.command(description=S(N_("Add a question of your server's own")))
    async def add(self, interaction: Interaction) -> None:
        """Add one question, in a form."""
        await adding.add(interaction)

    @app_commands.command(description=S(N_("Remove a question of your server's own")))
    @app_commands.describe(prompt=S(N_("Which one; leave it empty to choose from all of them")))
    @app_commands.autocomplete(prompt=own_prompts)
    async def remove(self, interaction: Interaction, prompt: str | None = None) -> None:
        """Remove one question."""
        await removing.remove(interaction, prompt)

    @app_commands.command(name="import", description=S(N_("Add questions from a file")))
    @app_commands.describe(file=S(N_("A file in TOML or CSV, in UTF-8, up to 256 kilobytes")))
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Add the questions of a file, all of them or none."""
        await files.import_(interaction, file)

    @app_commands.command(description=S(N_("Get your server's own questions as a file")))
    @app_commands.describe(format=S(N_("The kind of file; TOML unless you choose")))
    async def export(self, interaction: Interaction, format: Literal["toml", "csv"] = "toml") -> None:
        """Give a file."""
        await files.export(interaction, format)
