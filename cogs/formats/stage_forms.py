"""The forms of one stage of a draft: changing it, and adding one."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.circle.format_table import ITEM_LENGTH, MOST_ITEMS, STAGE_S, TEXT_LENGTH, TITLE_LENGTH
from bot.circle.formats import LONGEST_BREATH_S, PROMPTED, PromptKind, StageKind
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.editing import Table
from bot.ui.cards.formats.words import KINDS, QUESTIONS
from bot.ui.durations import clock_words, read_duration
from bot.ui.i18n import Translator
from bot.ui.modal import text_field
from bot.ui.request import Request
from bot.ui.user_text import clean

from .draft_form import DraftForm

NONE = "none"
USUAL_S = "3:00"


class StageForm(DraftForm):
    """One stage: its name, its words, its time; a question, a quiet or the agreements where it has such."""

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        t, now = request.t, kept.format.stages[stage - 1]
        super().__init__(request, kept, stage, t("Stage {number}", number=stage))
        long = discord.TextStyle.paragraph
        self.kind = now.kind
        self.name = text_field("title", now.title, TITLE_LENGTH, required=True)
        self.words = text_field("text", now.text, TEXT_LENGTH, required=True, style=long)
        self.time = text_field("time", clock_words(now.seconds), 7, required=True)
        self.question = _question(t, now.prompt)
        quiet = "" if now.breath_s is None else clock_words(now.breath_s)
        self.quiet = text_field("quiet", quiet, 7)
        most = MOST_ITEMS * (ITEM_LENGTH + 1)
        self.items = text_field("items", "\n".join(now.items), most, required=True, style=long)
        self.ask(t("Name"), self.name)
        self.ask(t("What its card says"), self.words)
        self.ask(_time_label(t, now.kind), self.time, t("Minutes and seconds, such as 1:30"))
        if now.kind in PROMPTED:
            self.ask(t("Question"), self.question)
        if now.kind is StageKind.ROUND:
            self.ask(t("Quiet after each turn"), self.quiet, t("Empty: as between all turns"))
        if now.kind is StageKind.AGREEMENTS:
            self.ask(t("The agreements"), self.items, t("A line each"))

    def change(self, table: Table) -> None:
        row = table["stage"][self.stage - 1]
        row |= {
            "title": self.name.value,
            "text": self.words.value,
            "seconds": _seconds(self.t, self.time.value),
        }
        if self.kind in PROMPTED:
            _put(row, "prompt", _chosen(self.question))
        if self.kind is StageKind.ROUND:
            typed, what = clean(self.quiet.value), self.t("Quiet after each turn")
            quiet = read_duration(self.t, typed, what, 0, LONGEST_BREATH_S) if typed else None
            _put(row, "breath_s", quiet)
        if self.kind is StageKind.AGREEMENTS:
            row["items"] = [line for line in self.items.value.split("\n") if line.strip()]


class NewStageForm(DraftForm):
    """Another stage: what kind it is, its name, its words, its time, and a question."""

    def __init__(self, request: Request, kept: FormatDraft, stage: int) -> None:
        t = request.t
        super().__init__(request, kept, stage, t("Another stage"))
        usual = request.bot.content.formats["story-circle"].stages
        self.usual_items = next(list(one.items) for one in usual if one.items)
        self.exception = request.bot.content.exception
        self.place = stage if stage else len(kept.format.stages)
        self.kind: ui.Select[Any] = ui.Select(
            custom_id="kind",
            options=[
                discord.SelectOption(label=t(words), value=kind.value, default=kind is StageKind.ROUND)
                for kind, words in KINDS.items()
            ],
        )
        self.name = text_field("title", "", TITLE_LENGTH, required=True)
        self.words = text_field("text", "", TEXT_LENGTH, required=True, style=discord.TextStyle.paragraph)
        self.time = text_field("time", USUAL_S, 7, required=True)
        self.question = _question(t, None)
        self.ask(t("Kind"), self.kind)
        self.ask(t("Name"), self.name)
        self.ask(t("What its card says"), self.words)
        self.ask(t("How long it, or one turn, lasts"), self.time, t("Minutes and seconds, such as 1:30"))
        self.ask(t("Question"), self.question)

    def change(self, table: Table) -> None:
        kind = StageKind(self.kind.values[0]) if self.kind.values else StageKind.ROUND
        row: Table = {
            "kind": kind.value,
            "title": self.name.value,
            "text": self.words.value,
            "seconds": _seconds(self.t, self.time.value),
        }
        _put(row, "prompt", _chosen(self.question))
        if kind is StageKind.AGREEMENTS:
            row["items"] = self.usual_items
            row["exception"] = self.exception
        table["stage"].insert(self.place, row)
        self.stage = self.place + 1


def _question(t: Translator, now: PromptKind | None) -> ui.Select[Any]:
    options = [discord.SelectOption(label=t("No question"), value=NONE, default=now is None)]
    options += [
        discord.SelectOption(label=t(words), value=kind.value, default=kind is now)
        for kind, words in QUESTIONS.items()
    ]
    return ui.Select(custom_id="question", options=options)


def _chosen(question: ui.Select[Any]) -> str | None:
    return question.values[0] if question.values and question.values[0] != NONE else None


def _put(row: Table, key: str, value: object) -> None:
    """Set a key that may be left out."""
    row.pop(key, None)
    if value is not None:
        row[key] = value


def _time_label(t: Translator, kind: StageKind) -> str:
    return t("How long one turn lasts") if kind is StageKind.ROUND else t("How long it lasts")


def _seconds(t: Translator, typed: str) -> int:
    return read_duration(t, typed, t("How long it lasts"), STAGE_S[0], STAGE_S[-1])
