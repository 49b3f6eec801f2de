"""A format from a file and into one. Nothing is kept before somebody has seen its draft and saved it."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.circle.formats import Format
from bot.services.formats import format_files
from bot.services.formats.format_files import MOST_BYTES, FormatRules
from bot.services.formats.own_formats import own_number
from bot.services.formats.problems import FormatRefused
from bot.services.formats.rules import names_of, slug, title_problems
from bot.services.prompts.prompt_rows import FileRefused, Problem, Wrong
from bot.ui.cards.formats.words import title_of
from bot.ui.file_sentences import file_sentence
from bot.ui.given_files import content_of
from bot.ui.guards import require_admin
from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.typed import read_format
from bot.ui.user_text import clean

from .checking import card_of, checked, require_lines_fit


async def import_(request: Request, file: discord.Attachment) -> None:
    """Show a draft of the format in a file. One that is called like one of the server's own is to take its place."""
    guild_xid = require_admin(request)
    t, content = request.t, await content_here(request)
    await request.take_time()
    try:
        if file.size > MOST_BYTES:
            raise FileRefused(Problem(Wrong.LARGE))  # it is not even fetched
        data = await content_of(request, file)
        with checked(request):
            rules = FormatRules(content.exception, clean)
            made = await asyncio.to_thread(format_files.read, data, file.filename, rules)
            named = (one for one in content.formats.values() if own_number(one.id))
            same = next((one for one in named if one.title.casefold() == made.title.casefold()), None)
            if problems := title_problems(made, names_of(content, None if same is None else same.id)):
                raise FormatRefused(*problems)
        require_lines_fit(request, made)
    except FileRefused as error:
        words = t("Nothing has changed. I could not read this in the file:")
        raise Refused("\n".join([words, *(f"- {_said(t, one)}" for one in error.problems)])) from None
    desk = request.bot.desks.formats
    if same is None:
        kept = await desk.draft(guild_xid, made)
    else:
        kept = await desk.redraft(await desk.draft_of(guild_xid, own_number(same.id)), made)
    await request.show(await card_of(request, kept))


def _said(t: Translator, problem: Problem) -> str:
    what = file_sentence(t, problem, MOST_BYTES)
    if what is None and problem.wrong is Wrong.EMPTY:
        what = t("There is no format in this file.")
    elif what is None:
        what = t("Please give me a TOML file, such as /formats export makes.")
    return what if problem.line is None else t("Line {line}: {what}", line=problem.line, what=what)


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
