"""`/story prepare`: four gentle questions, and one's own words back to read from.

What is typed here goes into the private answer, and, if its writer asks for it, into a direct message to them. It goes
nowhere else: no table, no log.
"""

from __future__ import annotations

import discord
from discord import ui
from discord.ext import commands

from bot.ui.cards.story import DELETE, QUESTIONS, SEND, outline, read_back, sent
from bot.ui.commands import S, command
from bot.ui.giving_back import sent_words
from bot.ui.i18n import N_, Translator
from bot.ui.layout import Card
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from .withdraw import CodeModal

HINTS = (
    N_("A place, an hour, a small thing you remember"),
    N_("A word, a person, a day; it may be very small"),
    N_("Just as it is today"),
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
    typed = sent_words(request)
    answers = [typed.get(f"story{number}", "") for number in range(len(QUESTIONS))]
    for card in outline(request.t, answers):
        await request.show(card)


async def _send(press: Press) -> None:
    """Send what is on the card to whoever it is for. Their words are read from it, and are nowhere else."""
    t, message = press.t, press.interaction.message
    pieces = read_back(message)
    if message is None or not pieces:
        raise Refused(t("There is nothing on this card to send. Nothing has changed."))
    await press.take_time()
    nonce = f"story-{message.id}"  # pressed twice, it is sent once
    if await press.bot.whispers.try_to_write(press.member_xid, sent(t, pieces), nonce):
        await press.say(t("It is in your direct messages now. I keep nothing of it."))
    else:
        await press.say(
            t("Your direct messages are closed to me, so nothing was sent. You may copy it from here.")
        )


async def _delete(press: Press) -> None:
    await press.redraw(Card().say(press.t("Your story is deleted here.")))


HANDLERS: dict[str, Handler] = {SEND: _send, DELETE: _delete}


class StoryCommands(commands.GroupCog, group_name="story", group_description=S(N_("Your story"))):
    """Getting ready, wherever one is, and taking back what one has given."""

    @command(N_("Four gentle questions to get a story ready; only you see your answers"))
    async def prepare(self, request: Request) -> None:
        """Open the four questions."""
        await request.open(StoryModal(request.t))

    @command(N_("Take back a spark of hope, with the code you were given"))
    async def withdraw(self, request: Request) -> None:
        """Ask for the code."""
        await request.open(CodeModal(request.t))
