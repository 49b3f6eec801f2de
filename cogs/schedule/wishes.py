"""What a person wishes of reminders: none at all, or none in their quiet hours."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import discord
from discord import ui

from bot.services.reminders import Quiet, Reminding
from bot.ui.host import Handler, Interaction
from bot.ui.modal import SafeModal
from bot.ui.press import Press
from bot.ui.replies import say
from bot.ui.typed import Unreadable, read_zone
from bot.ui.words import clean

_HOURS = re.compile(
    r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*(?:-|–|to|until)\s*([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
)


class RemindersModal(SafeModal):
    """Whether to be reminded, and when never."""

    def __init__(self, interaction: Interaction, wish: Reminding) -> None:
        t = interaction.client.catalogues.pick(interaction.locale)
        super().__init__(title=t("Reminders"), custom_id="sc:wishes")
        self.t = t
        quiet = wish.quiet
        self.wanted: ui.RadioGroup[Any] = ui.RadioGroup(
            custom_id="sc:wishes:wanted",
            options=[
                discord.RadioGroupOption(
                    label=t("Remind me by direct message"), value="yes", default=wish.wanted
                ),
                discord.RadioGroupOption(
                    label=t("No reminders, please"), value="no", default=not wish.wanted
                ),
            ],
        )
        hours = "" if quiet is None else f"{quiet.begins:%H:%M} - {quiet.ends:%H:%M}"
        self.hours: ui.TextInput[Any] = ui.TextInput(
            custom_id="sc:wishes:hours", default=hours, required=False, max_length=30
        )
        self.zone: ui.TextInput[Any] = ui.TextInput(
            custom_id="sc:wishes:zone",
            default="" if quiet is None else quiet.zone,
            required=False,
            max_length=60,
        )
        self.add_item(ui.Label(text=t("Reminders for circles you have a seat in"), component=self.wanted))
        self.add_item(
            ui.Label(
                text=t("Quiet hours"),
                description=t("Such as 22:00 - 07:00. Leave it empty for none."),
                component=self.hours,
            )
        )
        self.add_item(
            ui.Label(
                text=t("Your time zone"),
                description=t("Only for the quiet hours, such as Europe/Berlin"),
                component=self.zone,
            )
        )

    async def submitted(self, interaction: Interaction) -> None:
        try:
            wish = Reminding(self.wanted.value != "no", self._quiet())
        except Unreadable as problem:
            await say(interaction, str(problem))
            return
        await interaction.client.timetable.wish(interaction.user.id, wish)
        if not wish.wanted:
            words = self.t("I do not remind you any more, in any circle. This button changes it again.")
        elif wish.quiet is None:
            words = self.t("I remind you of circles you have a seat in, by direct message.")
        else:
            words = self.t(
                "I remind you of circles you have a seat in, but never from {begins} to {ends}.",
                begins=f"{wish.quiet.begins:%H:%M}",
                ends=f"{wish.quiet.ends:%H:%M}",
            )
        await say(interaction, words)

    def _quiet(self) -> Quiet | None:
        typed = clean(self.hours.value or "")
        if not typed:
            return None
        found = _HOURS.fullmatch(typed)
        if found is None:
            raise Unreadable(self.t("Please write the quiet hours like 22:00 - 07:00."))
        zone = read_zone(self.t, self.zone.value or "")
        begins, ends = (time(int(found[hour]), int(found[minute] or 0)) for hour, minute in ((1, 2), (3, 4)))
        if begins == ends:
            raise Unreadable(self.t("Please write the quiet hours like 22:00 - 07:00."))
        return Quiet(begins, ends, zone)


async def _reminders(press: Press) -> None:
    wish = await press.bot.timetable.reminding(press.interaction.user.id)
    await press.interaction.response.send_modal(RemindersModal(press.interaction, wish))


HANDLERS: dict[str, Handler] = {"reminders": _reminders}
