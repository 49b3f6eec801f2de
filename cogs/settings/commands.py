"""`/settings`: what this server has set, in words, and the steps in which it is set."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.ui.cards.settings.checking import check_card
from bot.ui.cards.settings.steps import overview
from bot.ui.commands import S, command
from bot.ui.guards import require_admin
from bot.ui.i18n import N_
from bot.ui.request import Request

from .reading import problems_here, settings_of
from .setup_steps import begin


@app_commands.guild_only()
class SettingsCommands(
    commands.GroupCog, group_name="settings", group_description=S(N_("What this server has set"))
):
    """What the admins of a server can see and set."""

    @command(N_("See what is set here, and what is missing"))
    async def show(self, request: Request) -> None:
        """Every option in words."""
        require_admin(request)
        await request.show(overview(await settings_of(request)))

    @command(N_("Check what my circles here need, and what is missing"))
    async def check(self, request: Request) -> None:
        """Every channel that is used, two-factor authentication, and places to turn to. Only the admin sees it."""
        require_admin(request)
        await request.show(check_card(await settings_of(request), await problems_here(request)))

    @command(N_("Let everyone speak again in every room of this server"))
    async def release(self, request: Request) -> None:
        """No room holds the talking piece any more; the circles go on."""
        require_admin(request)
        rooms = await request.bot.desks.rooms.hold_no_longer(request.guild_xid)
        if rooms:
            words = request.t(
                "Everyone can speak again in a moment. The circles go on, and the cards say whose turn it is."
            )
        else:
            words = request.t("No room holds the talking piece now, so there is nobody to release.")
        await request.say(words)

    @command(N_("Set up Story Circle here, step by step"))
    async def setup(self, request: Request) -> None:
        """The first step; each has the way to the next."""
        await begin(request)
