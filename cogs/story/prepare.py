"""`/story prepare`: four gentle questions, and one's own words back to read from.

What is typed here goes into the private answer and nowhere else: no table, no log, no other request.
"""

from __future__ import annotations

import discord
from discord import ui
from discord.ext import commands

from bot.ui.cards.story import QUESTIONS, outline
from bot.ui.commands import S, command
from bot.ui.i18n import N_, Translator
from bot.ui.modal import SafeModal, sent_words, text_field
from bot.ui.request import Request

HINTS = (
    N_("A place, an hour, a small thing you remember"),
    N_("A word, a person, a day; it may be very small"),
    N_("As it is today, and no other way"),
    N_("If you met them on a bench today"),
)
LONGEST = 900


class StoryModal(SafeModal):
    """Four questions; each may be left empty."""

    def __init__(self, t: Translator) -> None:
        super().__init__(title=t("A story of yours"), custom_id="sc:story")
        self.fields = [
            text_field(f"story{number}", "", LONGEST, style=discord.TextStyle.paragraph)
            for number in range(len(QUESTIONS))
        ]
        self.add_item(ui.TextDisplay(t("Each of these may be left empty. Nothing is stored.")))
        for question, hint, field in zip(QUESTIONS, HINTS, self.fields, strict=True):
            self.ask(t(question), field, t(hint))

    async def submitted(self, request: Request) -> None:
        t = request.t
        for card in outline(t, [field.value for field in self.fields]):
            await request.show(card)


async def sent_after_restart(request: Request) -> None:
    """The same for a form that was open while the bot restarted: nobody loses what they wrote."""
    sent = sent_words(request)
    answers = [sent.get(f"story{number}", "") for number in range(len(QUESTIONS))]
    for card in outline(request.t, answers):
        await request.show(card)


class StoryCommands(commands.GroupCog, group_name="story", group_description=S(N_("Your story"))):
    """Getting ready, wherever one is."""

    @command(N_("Four gentle questions to get a story ready; only you see your answers"))
    async def prepare(self, request: Request) -> None:
        """Open the four questions."""
        await request.open(StoryModal(request.t))
