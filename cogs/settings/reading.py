"""Reading what the card of a server's settings shows."""

from __future__ import annotations

from bot.services.settings.servers import Server
from bot.ui.cards.settings import SettingsContext
from bot.ui.request import Request


async def settings_of(request: Request, server: Server | None = None) -> SettingsContext:
    """The settings of the server it was asked in; its options are read unless they are at hand."""
    bot, guild, guild_xid = request.bot, request.interaction.guild, request.guild_xid
    server = server or await bot.desks.settings.server(guild_xid)
    hope_xid = server.options.hope_xid
    return SettingsContext(
        t=request.t,
        server=server,
        hope=guild.get_channel(hope_xid) if guild is not None and hope_xid is not None else None,
        stuck=await bot.desks.harvest.stuck(guild_xid),
        places=await bot.desks.care.places(guild_xid),
        has_usual_places=bool(bot.settings.care.resources),
        today=request.today,
    )
