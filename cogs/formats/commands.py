"""`/formats`: the commands, for the people who run the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.formats.own_formats import own_number
from bot.ui.circle_options import formats
from bot.ui.commands import Choice, S, choices, command, completion
from bot.ui.guards import require_admin
from bot.ui.i18n import N_
from bot.ui.request import Request
from bot.ui.server_formats import content_here

from . import browsing, drafting, files

Function = TypeVar("Function", bound=Callable[..., object])


@completion
async def own_formats(request: Request, current: str) -> list[Choice]:
    """The server's own formats, for those who may change them."""
    require_admin(request)
    own = [one for one in (await content_here(request)).formats.values() if own_number(one.id)]
    typed = current.casefold()
    return choices((one.title, one.id) for one in own if typed in one.title.casefold())


def _which(function: Function) -> Function:
    described = app_commands.describe(format=S(N_("Which format")))(function)
    return app_commands.autocomplete(format=formats)(described)


@app_commands.guild_only()
class FormatCommands(
    commands.GroupCog, group_name="formats", group_description=S(N_("How circles go: their stages and times"))
):
    """Everything about formats that can be typed."""

    @command(N_("Look at the formats, and change or remove your server's own"))
    async def browse(self, request: Request) -> None:
        """Show all formats."""
        await browsing.browse(request)

    @command(N_("Make a format of your server's own, beginning with a copy"))
    @app_commands.describe(name=S(N_("What yours is called")))
    @_which
    async def copy(self, request: Request, format: str, name: str) -> None:
        """Draft a format like another one."""
        await drafting.copy(request, format, name)

    @command(N_("Change a format of your server's own"))
    @app_commands.describe(format=S(N_("Which of your server's own")))
    @app_commands.autocomplete(format=own_formats)
    async def edit(self, request: Request, format: str) -> None:
        """Draft a change."""
        await drafting.edit(request, format)

    @command(N_("Get a format from a file"), name="import")
    @app_commands.describe(file=S(N_("A TOML file in UTF-8, up to 64 kilobytes")))
    async def import_(self, request: Request, file: discord.Attachment) -> None:
        """Draft the format of a file."""
        await files.import_(request, file)

    @command(N_("Get a format as a file"))
    @_which
    async def export(self, request: Request, format: str) -> None:
        """Give a file."""
        await files.export(request, format)
