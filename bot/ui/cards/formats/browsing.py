"""The list of formats, one of them with what can be done, and asking once more before one is removed."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ButtonStyle

from bot.circle.formats import Format
from bot.content import Content
from bot.services.formats.own_formats import own_number

from ...i18n import Translator
from ...layout import CALM, Card
from ...paging import page_of
from ...press import VerbButton, VerbMenu
from ...unicode_text import cut
from ...user_text import escaped
from .words import fits, length_lines, number_of, rule_lines, stage_lines, title_of

PAGE = 8
_LABEL, _SUMMARY = 100, 120


def listing(t: Translator, content: Content, number: int = 0) -> Card:
    """All formats of a server, the shipped ones first. One page of them, counted from 0."""
    formats = list(content.formats.values())
    page = page_of(formats, number, PAGE)
    card = Card(CALM).say("### " + t("Formats"))
    card.say("\n".join(_listed(t, one) for one in page.items)).say(page.words(t))
    options = [
        discord.SelectOption(
            label=cut(t.content(one.title), _LABEL),
            description=cut(t.content(one.summary), _LABEL),
            value=one.id,
        )
        for one in formats[:25]
    ]
    card.row(VerbMenu.new("fmtshow", 0, 0, t("Look at one"), options))
    card.row(*page.turns(t, lambda to, label: VerbButton.new("fmtlist", 0, to, label)))
    return card.say("-# " + t("/formats copy makes one of your server's own."))


def _listed(t: Translator, made: Format) -> str:
    own = " · " + t("your server's own") if own_number(made.id) else ""
    return f"**{title_of(t, made)}**{own}\n-# {escaped(cut(t.content(made.summary), _SUMMARY))}"


def one(t: Translator, made: Format) -> Card:
    """One format: its stages, its rules, how long it takes, and what can be done with it."""
    title, about = f"## {title_of(t, made)}", escaped(t.content(made.summary))
    stages, rules = stage_lines(t, made), "\n".join([*rule_lines(t, made), *length_lines(t, made)])
    if not fits(title, about, stages, rules):
        stages = stage_lines(t, made, is_brief=True)
    card = Card(CALM).say(title).say(about).line().say(stages).line().say(rules)
    number = number_of(made.id)
    own = [VerbButton.new("fmtedit", number, 0, t("Edit"))] if own_number(made.id) else []
    gone = [VerbButton.new("fmtremove", number, 0, t("Remove"))] if own_number(made.id) else []
    card.row(
        VerbButton.new("fmtcopy", number, 0, t("Copy")),
        *own,
        VerbButton.new("fmttrykept", number, 0, t("Try it")),
        VerbButton.new("fmtexport", number, 0, t("Get it as a file")),
        *gone,
    )
    return card.row(VerbButton.new("fmtlist", 0, 0, t("All formats")))


def confirm_removal(t: Translator, made: Format, schedules: Sequence[str]) -> Card:
    """Asking once more before a format is removed. `schedules` are the names of those that follow it."""
    words = t(
        "Remove **{name}** for good? Circles that are announced or under way keep it.", name=title_of(t, made)
    )
    card = Card().say(words)
    if schedules:
        names = ", ".join(escaped(name) for name in schedules[:5])
        card.say(
            t(
                "These circles meet by it: {names}. Their next dates are not announced until you choose "
                "another format with /schedule edit.",
                names=names,
            )
        )
    number = number_of(made.id)
    return card.row(
        VerbButton.new("fmtgone", number, 0, t("Remove for good"), ButtonStyle.danger),
        VerbButton.new("fmtkeep", number, 0, t("Keep it")),
    )
