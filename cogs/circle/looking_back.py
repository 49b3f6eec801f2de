"""`Look back`: three questions for whoever held the circle, answered for themselves, and the anonymous numbers.

What is typed goes to nobody and into nothing: it is shown to its writer once more and let go of.
"""

from __future__ import annotations

import discord
from discord import ui

from bot.circle.looking_back import looking_mark, summary_of
from bot.circle.model import Phase, Summary
from bot.circle.refusals import Code, Refusal
from bot.ui.authority import may_hold
from bot.ui.cards import quiet
from bot.ui.host import Handler, Interaction
from bot.ui.modal import SafeModal
from bot.ui.press import Press
from bot.ui.replies import say, show
from bot.ui.sentences import refusal_sentence
from bot.ui.words import shown

LENGTH = 500


async def _look(press: Press) -> None:
    """The numbers are anonymous, and for whoever holds the circle. Once it is over nobody knows who that was: then it
    is whoever was shown the button, which carries a mark of its own, or may hold circles now."""
    meeting, people = await press.bot.circles.with_people(press.session_id)
    state = meeting.state
    is_over = state.phase is Phase.ENDED
    is_host = people.get(state.host or 0) == press.interaction.user.id
    was_shown_it = press.seen == looking_mark(state) != 0
    if not (was_shown_it or may_hold(press.interaction) if is_over else is_host):
        await say(press.interaction, refusal_sentence(press.t, Refusal(Code.NOT_FACILITATOR)))
        return
    summary = state.summary if is_over else summary_of(state)
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
