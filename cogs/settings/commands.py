"""`/settings`: what this server has set, in words, and the card with which it is set."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.ui.gates import admins_only
from bot.ui.host import Host, Interaction
from bot.ui.i18n import N_
from bot.ui.replies import show

from .setup_card import settings_card, setup_card

S = app_commands.locale_str


@app_commands.guild_only()
class SettingsCommands(
    commands.GroupCog, group_name="settings", group_description=S(N_("What this server has set"))
):
    """What the admins of a server can see and set."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        super().__init__()

    @app_commands.command(description=S(N_("See what is set here, and what is missing")))
    async def show(self, interaction: Interaction) -> None:
        """Every option in words."""
        if await admins_only(interaction):
            await show(interaction, await settings_card(interaction))

    @app_commands.command(description=S(N_("Set the hope channel, the time zone and the calendar")))
    async def setup(self, interaction: Interaction) -> None:
        """The same, with a button for each option."""
        if await admins_only(interaction):
            await show(interaction, await setup_card(interaction))
