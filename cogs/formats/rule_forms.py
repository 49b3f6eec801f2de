"""The forms about the whole of a draft: its name and seats, its rules, its times."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import discord
from discord import ui

from bot.circle.format_table import SUMMARY_LENGTH, TIMING_S, TITLE_LENGTH
from bot.circle.formats import LARGEST_CIRCLE, LARGEST_WRITTEN_FACTOR, SMALLEST_CIRCLE
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.editing import Table
from bot.ui.cards.formats.words import LATE, NOTES, ORDERS, PASSES, TIMES
from bot.ui.durations import clock_words, read_duration
from bot.ui.i18n import Translator
from bot.ui.modal import text_field
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.typed import read_number
from bot.ui.user_text import clean

from .draft_form import DraftForm

TURN_TIMES = ("offer_s", "warn_s", "grace_s", "breath_s", "long_breath_s")
OTHER_TIMES = ("gathering_s", "answer_s", "silence_s", "pause_s", "rest_s")


class NameForm(DraftForm):
    """What it is called and for, for how many it is, and how much longer a written turn lasts."""

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        t, made = request.t, kept.format
        super().__init__(request, kept, stage, t("Name and seats"))
        self.name = text_field("title", made.title, TITLE_LENGTH, required=True)
        self.about = text_field("summary", made.summary, SUMMARY_LENGTH, required=True)
        self.seats = text_field("seats", str(made.capacity), 1, required=True)
        self.least = text_field("least", str(made.minimum), 1, required=True)
        self.factor = text_field("factor", f"{made.written_factor:g}", 8, required=True)
        self.ask(t("Name"), self.name)
        self.ask(t("What it is for"), self.about, t("The invitation shows it"))
        self.ask(t("Seats"), self.seats, t("From 3 to 8"))
        self.ask(t("How many are needed"), self.least, t("From 3 up to the number of seats"))
        self.ask(t("A written turn lasts so many times as long"), self.factor, t("From 1 to 3, such as 1.5"))

    def change(self, table: Table) -> None:
        t = self.t
        seats = read_number(t, self.seats.value, SMALLEST_CIRCLE, LARGEST_CIRCLE, t("Seats"))
        most = seats or LARGEST_CIRCLE
        least = read_number(t, self.least.value, SMALLEST_CIRCLE, most, t("How many are needed"))
        table |= {
            "title": self.name.value,
            "summary": self.about.value,
            "capacity": most,
            "minimum": least or SMALLEST_CIRCLE,
            "written_factor": _factor(t, self.factor.value),
        }


def _factor(t: Translator, typed: str) -> float:
    try:
        return float(clean(typed).replace(",", "."))
    except ValueError:
        what, most = t("A written turn lasts so many times as long"), f"{LARGEST_WRITTEN_FACTOR:g}"
        words = t("{what}: please write a number from 1 to {most}, such as 1.5.", what=what, most=most)
        raise Refused(words) from None


class RulesForm(DraftForm):
    """Who comes next, what follows a pass, content notes, late-comers, and how alone people feel."""

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        t, made = request.t, kept.format
        super().__init__(request, kept, stage, t("Rules"))
        self.order = _select(t, "order", ORDERS, made.order)
        self.passes = _select(t, "passes", PASSES, made.pass_policy)
        self.notes = _select(t, "notes", NOTES, made.content_notes)
        self.late = _select(t, "late", LATE, made.late_comers)
        asked = discord.CheckboxGroupOption(
            label=t("Ask how alone people feel, on arriving and on leaving"), value="yes", default=made.scale
        )
        self.scale: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
            custom_id="scale", required=False, options=[asked]
        )
        self.ask(t("Who comes next"), self.order)
        self.ask(t("After a pass"), self.passes)
        self.ask(t("Content notes"), self.notes)
        self.ask(t("Late-comers"), self.late)
        self.ask(t("How alone"), self.scale)

    def change(self, table: Table) -> None:
        chosen = {
            "order": self.order,
            "pass_policy": self.passes,
            "content_notes": self.notes,
            "late_comers": self.late,
        }
        table |= {key: select.values[0] for key, select in chosen.items() if select.values}
        table["scale"] = "yes" in self.scale.values


def _select(t: Translator, name: str, words: Mapping[Any, str], now: StrEnum) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=t(said), value=kind.value, default=kind is now)
        for kind, said in words.items()
    ]
    return ui.Select(custom_id=name, options=options)


class TimesForm(DraftForm):
    """Some of the times that every stage shares."""

    keys: tuple[str, ...] = ()

    def __init__(self, request: Request, kept: FormatDraft, stage: int, title: str) -> None:
        t = request.t
        super().__init__(request, kept, stage, title)
        timing = kept.format.timing
        self.fields = {
            key: text_field(key, clock_words(getattr(timing, key)), 7, required=True) for key in self.keys
        }
        for key, field in self.fields.items():
            self.ask(t(TIMES[key]), field, t("Minutes and seconds, such as 1:30"))

    def change(self, table: Table) -> None:
        t = self.t
        for key, field in self.fields.items():
            seconds = read_duration(t, field.value, t(TIMES[key]), TIMING_S[0], TIMING_S[-1])
            table["timing"][key] = seconds


class TurnTimesForm(TimesForm):
    """The times of a turn."""

    keys = TURN_TIMES

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        super().__init__(request, kept, stage, request.t("Times of a turn"))


class OtherTimesForm(TimesForm):
    """The times of waiting and resting."""

    keys = OTHER_TIMES

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        super().__init__(request, kept, stage, request.t("Other times"))
