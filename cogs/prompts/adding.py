"""Adding one question of the server's own, in a form."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.circle.formats import PromptKind
from bot.content import GENERAL
from bot.services.prompts.own_prompts import CONTRIBUTOR_LENGTH, TEXT_LENGTH
from bot.services.prompts.prompt_files import LANGUAGE_LENGTH, check
from bot.ui.cards.prompts import KIND_NAMES, short
from bot.ui.guards import require_admin
from bot.ui.modal import SafeModal, text_field
from bot.ui.prompt_pages import KINDS, PromptPages
from bot.ui.request import Request
from bot.ui.user_text import escaped

from .files import rules
from .looking import server_pages


async def add(request: Request) -> None:
    """Open the form."""
    require_admin(request)
    await request.open(AddModal(request, await server_pages(request)))


class AddModal(SafeModal):
    """A question, what it is for, and who wrote it."""

    def __init__(self, request: Request, there: PromptPages) -> None:
        t = request.t
        super().__init__(title=t("A question of your server's own"), custom_id="sc:addprompt")
        paragraph = discord.TextStyle.paragraph
        self.text = text_field("text", "", TEXT_LENGTH[-1], required=True, style=paragraph)
        self.stage: ui.Select[Any] = ui.Select(
            custom_id="stage",
            options=[
                discord.SelectOption(
                    label=t(KIND_NAMES[kind]), value=kind.value, default=kind is PromptKind.STORY
                )
                for kind in KINDS
            ],
        )
        self.theme: ui.Select[Any] = ui.Select(
            custom_id="theme",
            options=[
                discord.SelectOption(label=short(there.title(theme)), value=theme, default=theme == GENERAL)
                for theme in there.themes
            ],
        )
        self.language = text_field("language", there.language, LANGUAGE_LENGTH, required=True)
        self.contributor = text_field("contributor", "", CONTRIBUTOR_LENGTH)
        words = t("One that everyone can answer, or pass on.")
        self.ask(t("The question"), self.text, words)
        self.ask(t("Part of a session"), self.stage)
        self.ask(t("Theme"), self.theme)
        self.ask(t("Its language, such as en or de"), self.language)
        self.ask(t("Who wrote it, if they wish to be named"), self.contributor)

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        t = request.t
        fields = {
            "text": self.text.value,
            "stage": self.stage.values[0] if self.stage.values else PromptKind.STORY.value,
            "theme": self.theme.values[0] if self.theme.values else GENERAL,
            "language": self.language.value,
            "contributor": self.contributor.value,
        }
        new = check(fields, rules(await server_pages(request)))
        done = await request.bot.desks.prompts.add_one(request.guild_xid, new)
        said = t("This question is added:") if done.added else t("This question is there already:")
        await request.say(f"{said}\n> {escaped(new.text)}")
