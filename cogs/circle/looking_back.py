"""`Look back`: three questions for whoever held the circle, answered for themselves, and the anonymous numbers.

What is typed goes to nobody and into nothing: it is shown to its writer once more and let go of.
"""

from __future__ import annotations

import discord

from bot.circle.counts import Summary
from bot.circle.refusals import Code
from bot.ui.cards.circle import looking_back
from bot.ui.modal import SafeModal, text_field
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import escaped

LENGTH = 500


async def _look(press: Press) -> None:
    """The numbers are in the button that was pressed, and only whoever held the circle was shown it. So it needs no
    session any more, and nobody has to know who that was."""
    summary = looking_back.summary_in(press.number, press.seen)
    if summary is None:
        raise press.refusal(Code.OVER)
    await press.open(LookingBack(press, summary))


class LookingBack(SafeModal):
    """Three questions; each may be left empty."""

    def __init__(self, press: Press, summary: Summary) -> None:
        super().__init__(title=press.t("Looking back"), custom_id="sc:look")
        self.summary = summary
        self.fields = [
            text_field(f"sc:look:{number}", "", LENGTH, style=discord.TextStyle.paragraph)
            for number in range(1, len(looking_back.QUESTIONS) + 1)
        ]
        for question, field in zip(looking_back.QUESTIONS, self.fields, strict=True):
            self.ask(press.t(question), field, press.t("For yourself; it is not kept."))

    async def submitted(self, request: Request) -> None:
        answers = [escaped(field.value.strip()) for field in self.fields]
        await request.show(looking_back.looked_back(request.t, self.summary, answers))


ANYWHERE: dict[str, Handler] = {"look": _look}
