"""A format from a file and into one. Nothing is kept before somebody has seen its draft and saved it."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.circle.formats import Format
from bot.services.formats import format_files
from bot.services.formats.format_files import FormatRules
from bot.services.formats.own_formats import own_number
from bot.services.formats.rules import check_title, names_of, slug
from bot.ui.cards.formats.words import title_of
from bot.ui.given_files import content_of
from bot.ui.guards import require_admin
from bot.ui.layout import Card
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.typed import read_format
from bot.ui.user_text import clean

from .checking import card_of, require_lines_fit


async def import_(request: Request, file: discord.Attachment) -> None:
    """Show a draft of the format in a file. One that is called like one of the server's own is to take its place."""
    guild_xid = require_admin(request)
    content = await content_here(request)
    await request.take_time()
    format_files.check_size(file.size)  # one that is too long is not even fetched
    data = await content_of(request, file)
    rules = FormatRules(content.exception, clean)
    made = await asyncio.to_thread(format_files.read, data, file.filename, rules)
    named = (one for one in content.formats.values() if own_number(one.id))
    same = next((one for one in named if one.title.casefold() == made.title.casefold()), None)
    check_title(made, names_of(content, None if same is None else same.id))
    require_lines_fit(request, made)
    desk = request.bot.desks.formats
    if same is None:
        kept = await desk.draft(guild_xid, made)
    else:
        kept = await desk.redraft(await desk.draft_of(guild_xid, own_number(same.id)), made)
    await request.show(await card_of(request, kept))


async def export(request: Request, format: str) -> None:
    """Give a format as a file, in private."""
    require_admin(request)
    content = await content_here(request)
    await send(request, content.formats[read_format(request.t, content, format)])


async def send(request: Request, made: Format) -> None:
    """Give that format as a file, in private."""
    name = f"{slug(made.title)}.toml"
    words = request.t("**{name}** as a file. /formats import reads it again.", name=title_of(request.t, made))
    attached = discord.File(io.BytesIO(format_files.write(made)), name)
    card = Card().say(words).file(name)
    await request.interaction.response.send_message(view=card, file=attached, ephemeral=True)
