"""The modal of a draft about how it goes: format, theme, what is shown, reminders, how far ahead it is announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.services.schedules import Schedule
from bot.services.servers import HORIZON_DAYS
from bot.services.terms import Terms
from bot.ui.cards.schedule import REMINDER_NAMES, REMINDERS
from bot.ui.i18n import N_
from bot.ui.modal import text_field
from bot.ui.request import Request
from bot.ui.typed import read_number

from .creating import check_format
from .draft_modal import DraftModal

CHOICES = {
    "shows_names": N_("Show in the invitation who has a seat"),
    "begins_alone": N_("The group may begin without a facilitator"),
    "splits": N_("Make two circles when enough people wait"),
    "has_event": N_("Show each date in the server's events"),
    "scale": N_("Ask how alone people feel, on arriving and on leaving"),
    "sends_prompt": N_("Send the question ahead with the reminder"),
}


class HowModal(DraftModal):
    """The format, the theme, what is shown, when people are reminded, and how far ahead it is announced."""

    def __init__(self, request: Request, kept: Schedule) -> None:
        t = request.t
        super().__init__(request, kept, t("How it goes"))
        terms, content = kept.terms, request.bot.content
        self.format: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:format",
            options=[
                discord.SelectOption(
                    label=t.content(f.title)[:100], value=f.id, default=f.id == terms.format_id
                )
                for f in content.formats.values()
            ],
        )
        self.theme: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:theme",
            options=[
                discord.SelectOption(
                    label=deck.title[:100],
                    value=deck.theme,
                    default=deck.theme == (terms.theme or "general"),
                )
                for deck in content.themes(t.language)[:25]
            ],
        )
        self.choices: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:sched:choices",
            required=False,
            options=[
                discord.CheckboxGroupOption(label=t(label), value=key, default=getattr(terms, key))
                for key, label in CHOICES.items()
            ],
        )
        self.reminders: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:sched:reminders",
            required=False,
            options=[
                discord.CheckboxGroupOption(
                    label=t(REMINDER_NAMES[s]), value=str(s), default=s in terms.reminders
                )
                for s in REMINDERS
            ],
        )
        self.horizon = text_field("sc:sched:horizon", str(terms.horizon_days), 2, required=True)
        self.ask(t("Format"), self.format)
        self.ask(t("Theme of the questions"), self.theme)
        self.ask(t("What is shown, and who may begin"), self.choices)
        self.ask(t("Reminders"), self.reminders, t("By direct message, to those who have a seat"))
        self.ask(t("Announced how many days ahead"), self.horizon, t("From 1 to 28"))

    async def changed(self, request: Request, terms: Terms) -> tuple[Terms, Sequence[int] | None]:
        days = read_number(
            self.t,
            self.horizon.value,
            HORIZON_DAYS[0],
            HORIZON_DAYS[-1],
            self.t("Announced how many days ahead"),
        )
        theme = self.theme.values[0] if self.theme.values else terms.theme
        changed = replace(
            terms,
            format_id=self.format.values[0] if self.format.values else terms.format_id,
            theme=None if theme == "general" else theme,
            reminders=tuple(s for s in REMINDERS if str(s) in self.reminders.values),
            horizon_days=days or terms.horizon_days,
            shows_names="shows_names" in self.choices.values,
            begins_alone="begins_alone" in self.choices.values,
            splits="splits" in self.choices.values,
            has_event="has_event" in self.choices.values,
            scale="scale" in self.choices.values,
            sends_prompt="sends_prompt" in self.choices.values,
        )
        check_format(request, changed)
        return changed, None
