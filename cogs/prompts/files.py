"""A server's own questions from a file and into one. Nothing is changed unless everything is right."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.services.prompts import prompt_files
from bot.services.prompts.own_prompts import NewPrompt
from bot.services.prompts.prompt_files import Rules
from bot.ui.given_files import content_of
from bot.ui.guards import require_admin
from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.prompt_pages import PromptPages
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.user_text import clean, escaped

from .looking import server_pages


def rules(there: PromptPages) -> Rules:
    """What a server's questions are checked against."""
    return Rules({deck.theme for deck in there.content.decks.values()}, there.language, clean)


async def import_(request: Request, file: discord.Attachment) -> None:
    """Add the questions of a file, and say how many."""
    require_admin(request)
    t = request.t
    await request.take_time()
    there = await server_pages(request)
    prompt_files.check_size(file.size)  # one that is too long is not even fetched
    data = await content_of(request, file)
    new = await asyncio.to_thread(prompt_files.read, data, file.filename, rules(there))
    done = await request.bot.desks.prompts.add(request.guild_xid, new)
    said = t.many("{count} question was added.", "{count} questions were added.", done.added)
    if done.skipped:
        said += " " + t.many(
            "{count} was there already, so I left it out.",
            "{count} were there already, so I left them out.",
            done.skipped,
        )
    await request.say(said + _letters(t, data, new))


def _letters(t: Translator, data: bytes, new: list[NewPrompt]) -> str:
    """One question to look at, when the letters of the file could only be guessed."""
    odd = next((prompt.text for prompt in new if not prompt.text.isascii()), None)
    if odd is None or not prompt_files.is_guessed(data):
        return ""
    words = t(
        "The file is not in UTF-8, so I took its letters as Windows writes them. Please see if they are right:"
    )
    return f"\n{words}\n> {escaped(odd)}"


async def export(request: Request, kind: str) -> None:
    """Give the server's own questions as a file, in private."""
    require_admin(request)
    t = request.t
    own = (await server_pages(request)).own
    if not own:
        raise Refused(t("Your server has no questions of its own yet. Add one with /prompts add."))
    data = prompt_files.write_csv(own) if kind == "csv" else prompt_files.write_toml(own)
    name = f"questions.{kind}"
    words = t.many("Your server's own question.", "Your server's own {count} questions.", len(own))
    card = Card().say(words).file(name)
    attached = discord.File(io.BytesIO(data), name)
    await request.interaction.response.send_message(view=card, file=attached, ephemeral=True)
