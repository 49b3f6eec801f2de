"""`Look back`: three questions for whoever held the circle, answered for themselves, and the anonymous numbers.

What is typed goes to nobody and into nothing: it is shown to its writer once more and let go of.
"""

from __future__ import annotations

import discord
from discord import ui

from bot.circle.model import Phase
from bot.circle.quiet import summary_of
from bot.circle.refusals import Code, Refusal
from bot.circle.traces import Summary
from bot.ui.cards import quiet
from bot.ui.host import Handler, Interaction
from bot.ui.modal import SafeModal
from bot.ui.press import Press
from bot.ui.replies import say, show
from bot.ui.sentences import refusal_sentence
from bot.ui.words import shown

LENGTH = 500


async def _look(press: Press) -> None:
    """The numbers are anonymous, and the button is only ever shown to whoever held the circle."""
    meeting, people = await press.bot.circles.with_people(press.session_id)
    state = meeting.state
    if state.phase is Phase.ENDED:
        summary = state.summary
    else:
        is_host = people.get(state.host or 0) == press.interaction.user.id
        if not is_host:
            await say(press.interaction, refusal_sentence(press.t, Refusal(Code.NOT_FACILITATOR)))
            return
        summary = summary_of(state)
    if summary is None:
        await say(press.interaction, refusal_sentence(press.t, Refusal(Code.OVER)))
    else:
        await press.interaction.response.send_modal(LookingBack(press, summary))


class LookingBack(SafeModal):
    """Three questions; each may be left empty."""

    def __init__(self, press: Press, summary: Summary) -> None:
        super().__init__(title=press.t("Looking back"), custom_id=f"sc:look:{press.session_id}")
        self.summary = summary
        self.fields: list[ui.TextInput[LookingBack]] = []
        for number, question in enumerate(quiet.QUESTIONS, 1):
            field: ui.TextInput[LookingBack] = ui.TextInput(
                style=discord.TextStyle.paragraph,
                required=False,
                max_length=LENGTH,
                custom_id=f"sc:look:{number}",
            )
            self.fields.append(field)
            words = press.t("For yourself; it is not kept.")
            self.add_item(ui.Label(text=press.t(question), description=words, component=field))

    async def submitted(self, interaction: Interaction) -> None:
        t = interaction.client.catalogues.pick(interaction.locale)
        answers = [shown(field.value.strip()) for field in self.fields]
        await show(interaction, quiet.looked_back(t, self.summary, answers))


HANDLERS: dict[str, Handler] = {"look": _look}
