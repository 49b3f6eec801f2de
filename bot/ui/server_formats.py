"""The formats that a server can choose from: the shipped ones, and its own. No other server's are among them."""

from __future__ import annotations

from bot.content import Content

from .request import Request


async def content_here(request: Request) -> Content:
    """The content of the bot with the formats of the server in which somebody asks."""
    return await request.bot.desks.formats.content(request.guild_xid)
