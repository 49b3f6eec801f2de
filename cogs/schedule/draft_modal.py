"""The base of the modals of a draft: each changes the draft and draws its card anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.services.choices import ScheduleChoices
from bot.services.schedules import Schedule, ScheduleError
from bot.ui.host import Interaction
from bot.ui.modal import SafeModal
from bot.ui.replies import redraw, say
from bot.ui.typed import Unreadable

from .cards import draft_card
from .problems import problem_words


class DraftModal(SafeModal):
    """A modal that changes a draft and draws its card anew."""

    def __init__(self, interaction: Interaction, kept: Schedule, title: str) -> None:
        super().__init__(title=title, custom_id=f"sc:sched:{kept.id}")
        self.t = interaction.client.catalogues.pick(interaction.locale)
        self.kept = kept

    def ask(self, text: str, component: ui.Item[Any], description: str | None = None) -> None:
        """Add a field with its label."""
        self.add_item(ui.Label(text=text, description=description, component=component))

    async def submitted(self, interaction: Interaction) -> None:
        try:
            wanted, facilitators = await self.changed(interaction, self.kept.choices)
            kept = await interaction.client.timetable.redraft(self.kept, wanted, facilitators)
        except Unreadable as problem:
            await say(interaction, str(problem))
            return
        except ScheduleError as error:
            await say(interaction, problem_words(self.t, error))
            return
        await redraw(interaction, await draft_card(interaction, kept))

    async def changed(
        self, interaction: Interaction, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[int] | None]:
        """The wanted as they were filled in. Raises `Unreadable`."""
        raise NotImplementedError


def line(name: str, default: str, most: int) -> ui.TextInput[Any]:
    """One line of text, filled in with what it is now."""
    return ui.TextInput(custom_id=f"sc:sched:{name}", default=default, max_length=most)
