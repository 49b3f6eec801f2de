"""The card of a draft: its stages with a way to each, how long it takes, and what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ButtonStyle

from bot.circle.format_table import MOST_STAGES
from bot.circle.formats import Stage
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.problems import FormatProblem

from ...format_sentences import format_sentences
from ...i18n import Translator
from ...layout import CALM, CLOSED, Card
from ...press import VerbButton, VerbMenu
from ...unicode_text import cut
from ...user_text import escaped, lines
from .words import QUESTIONS, fits, length_lines, rule_lines, stage_lines

_LABEL, _SHOWN = 100, 500
_PLACES = 32


@dataclass(frozen=True, slots=True)
class DraftAt:
    """What a button of a draft's card means: the version it was drawn from, and the stage that was chosen."""

    version: int
    stage: int = 0
    """Its number, from 1; 0 when none is chosen."""

    @property
    def number(self) -> int:
        """Both as one number."""
        return self.version * _PLACES + self.stage

    @classmethod
    def of(cls, number: int) -> DraftAt:
        """Both, from that number."""
        return cls(*divmod(number, _PLACES))


def draft(t: Translator, kept: FormatDraft, problems: Sequence[FormatProblem], stage: int = 0) -> Card:
    """A draft with its preview.

    Args:
        t: the reader's language.
        kept: the draft.
        problems: why it cannot be saved yet.
        stage: the number of the stage that is chosen, from 1; 0 for none.
    """
    made = kept.format
    stage = stage if 0 < stage <= len(made.stages) else 0
    head, about = f"## {escaped(made.title)}", escaped(made.summary)
    stages, chosen = stage_lines(t, made), ""
    if stage:
        chosen = _chosen(t, stage, made.stages[stage - 1])
    rules = "\n".join(rule_lines(t, made))
    length = "**" + t("How long it takes") + "**\n" + "\n".join(length_lines(t, made))
    lacks = ""
    if problems:
        lacks = "**" + t("Before it can be saved") + "**\n" + format_sentences(t, problems)
    if not fits(head, about, stages, chosen, rules, length, lacks):
        stages = stage_lines(t, made, is_brief=True)
    if not fits(head, about, stages, chosen, rules, length, lacks):
        chosen = ""
    card = Card(CALM).say(head).say(about).line().say(stages).say(chosen).line().say(rules)
    card.say(length).say(lacks).say("-# " + t("Nothing changes before you save it."))
    _rows(t, card, kept, stage)
    return card


def _chosen(t: Translator, number: int, stage: Stage) -> str:
    """What the card of a stage says, and from where its question is drawn."""
    said = [f"**{t('Stage {number}', number=number)}**", *lines(cut(stage.text, _SHOWN)).splitlines()]
    if stage.prompt is not None:
        said.append("-# " + t("Question: {part}", part=t(QUESTIONS[stage.prompt])))
    return "\n".join(f"> {line}" for line in said)


def _rows(t: Translator, card: Card, kept: FormatDraft, stage: int) -> None:
    made, at = kept.format, DraftAt(kept.version, stage)

    def button(verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
        return VerbButton.new(verb, kept.id, at.number, label, style)

    if made.stages:
        options = [
            discord.SelectOption(
                label=cut(f"{number}. {one.title}", _LABEL), value=str(number), default=number == stage
            )
            for number, one in enumerate(made.stages, 1)
        ]
        card.row(VerbMenu.new("fmtstage", kept.id, at.number, t("Choose a stage"), options))
    if stage:
        up = [button("fmtup", t("Move up"))] if stage > 1 else []
        down = [button("fmtdown", t("Move down"))] if stage < len(made.stages) else []
        card.row(
            button("fmtwrite", t("Change this stage")), *up, *down, button("fmtdrop", t("Remove this stage"))
        )
    add = [button("fmtadd", t("Add a stage"))] if len(made.stages) < MOST_STAGES else []
    card.row(
        *add,
        button("fmtname", t("Name and seats")),
        button("fmtrules", t("Rules")),
        button("fmttimes", t("Times of a turn")),
        button("fmtother", t("Other times")),
    )
    save = t("Save it") if kept.replaces is None else t("Save the changes")
    card.row(
        button("fmtsave", save, ButtonStyle.success),
        button("fmttry", t("Try it")),
        button("fmtdiscard", t("Discard")),
    )


def closed(text: str) -> Card:
    """A card of a draft that is done with."""
    return Card(CLOSED).say(text)
