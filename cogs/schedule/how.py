"""The modal of a draft about how it goes: format, theme, what is shown, reminders, how far ahead it is announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.content import Content
from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.schedules import Schedule
from bot.services.settings.servers import HORIZON_DAYS
from bot.ui.choices import REMINDERS, WORDS, ticked, with_ticks
from bot.ui.i18n import Translator
from bot.ui.modal import text_field
from bot.ui.request import Request
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices, read_number

from .draft_modal import DraftModal


class HowModal(DraftModal):
    """The format, the theme, what is shown, when people are reminded, and how far ahead it is announced."""

    def __init__(self, request: Request, kept: Schedule, content: Content) -> None:
        t = request.t
        super().__init__(request, kept, t("How it goes"))
        wanted = kept.choices
        self.format: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:format", options=_formats(t, content, wanted)
        )
        self.theme: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:theme", options=_themes(t, content, wanted)
        )
        self.choices: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:sched:choices", required=False, options=_choices(t, wanted)
        )
        self.reminders: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="sc:sched:reminders", required=False, options=_reminders(t, wanted)
        )
        self.horizon = text_field("sc:sched:horizon", str(wanted.horizon_days), 2, required=True)
        self.ask(t("Format"), self.format)
        self.ask(t("Theme of the questions"), self.theme)
        self.ask(t("What is shown, and who may begin"), self.choices)
        self.ask(t("Reminders"), self.reminders, t("By direct message, to those who have a seat"))
        self.ask(t("Announced how many days ahead"), self.horizon, t("From 1 to 28"))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        days = read_number(
            self.t,
            self.horizon.value,
            HORIZON_DAYS[0],
            HORIZON_DAYS[-1],
            self.t("Announced how many days ahead"),
        )
        theme = self.theme.values[0] if self.theme.values else wanted.theme
        session = with_ticks(wanted.session, self.choices.values)
        reminders = tuple(s for s in REMINDERS if str(s) in self.reminders.values)
        changed = replace(
            wanted,
            format_id=self.format.values[0] if self.format.values else wanted.format_id,
            theme=None if theme == "general" else theme,
            horizon_days=days or wanted.horizon_days,
            session=replace(session, reminders=reminders),
        )
        read_choices(self.t, await content_here(request), changed)
        return changed, None


def _formats(t: Translator, content: Content, wanted: ScheduleChoices) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=t.content(f.title)[:100], value=f.id, default=f.id == wanted.format_id)
        for f in list(content.formats.values())[:25]
    ]


def _themes(t: Translator, content: Content, wanted: ScheduleChoices) -> list[discord.SelectOption]:
    chosen = wanted.theme or "general"
    return [
        discord.SelectOption(label=deck.title[:100], value=deck.theme, default=deck.theme == chosen)
        for deck in content.themes(t.language)[:25]
    ]


def _choices(t: Translator, wanted: ScheduleChoices) -> list[discord.CheckboxGroupOption]:
    chosen = ticked(wanted.session)
    return [
        discord.CheckboxGroupOption(label=t(words.asked), value=name, default=name in chosen)
        for name, words in WORDS.items()
    ]


def _reminders(t: Translator, wanted: ScheduleChoices) -> list[discord.CheckboxGroupOption]:
    chosen = wanted.session.reminders
    return [
        discord.CheckboxGroupOption(label=t(name), value=str(before_s), default=before_s in chosen)
        for before_s, name in REMINDERS.items()
    ]
