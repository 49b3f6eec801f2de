"""Questions to look through, to choose from or to remove; and the question of a circle with what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import ButtonStyle

from bot.circle.formats import PromptKind
from bot.circle.prompts import prompt_stage

from ..card_context import CardContext
from ..i18n import N_, Translator
from ..layout import CALM, Card
from ..press import VerbButton, VerbMenu
from ..prompt_pages import KINDS, Entry, PageAt, PromptPages
from ..unicode_text import cut
from ..user_text import escaped
from . import buttons

BROWSE, CHOOSE, REMOVE = "browse", "choosefrom", "removefrom"
"""What somebody looks through the questions for. The buttons and menus of each have verbs of their own."""

KIND_NAMES: dict[PromptKind, str] = {
    PromptKind.OPENING: N_("For the opening"),
    PromptKind.STORY: N_("For the stories"),
    PromptKind.REFLECTION: N_("For the reflection"),
    PromptKind.CLOSING: N_("For the closing"),
}
_LABEL = 100


def page(t: Translator, pages: PromptPages, spot: PageAt, aim: str, number: int = 0) -> Card:
    """One page of questions, with a menu for the theme, one for the part, and buttons for the other pages."""
    shown = pages.page(spot, only_own=aim == REMOVE)
    spot, entries, first = replace(spot, page=shown.number), shown.items, shown.first
    theme = pages.theme_at(spot)
    deck = pages.deck(theme)
    card = Card(CALM).say(f"### {escaped(pages.title(theme))}")
    if deck is not None and aim != REMOVE:
        card.say(escaped(deck.about))
    card.line().say("\n".join(_entry(t, number, entry) for number, entry in enumerate(entries, first)))
    if not entries:
        card.say(t("There are none here."))
    card.say(shown.words(t))
    if aim != BROWSE and entries:
        card.row(_entries_menu(t, entries, first, spot, aim, number))
    card.row(_theme_menu(t, pages, spot, aim, number))
    card.row(_kind_menu(t, spot, aim, number))
    return card.row(
        *shown.turns(
            t, lambda page, label: VerbButton.new(aim, number, replace(spot, page=page).number, label)
        )
    )


def _entry(t: Translator, number: int, entry: Entry) -> str:
    lines = [f"{number}. {escaped(entry.text)}"]
    about = t(KIND_NAMES[entry.kind])
    if entry.own is not None:
        about += " · " + t("your server's own, in {language}", language=escaped(entry.own.language))
        if entry.own.contributor:
            about += " · " + t("by {name}", name=escaped(entry.own.contributor))
    return "\n".join([*lines, f"-# {about}"])


def _entries_menu(
    t: Translator, entries: Sequence[Entry], first: int, spot: PageAt, aim: str, number: int
) -> VerbMenu:
    words = t("Choose a question") if aim == CHOOSE else t("Choose the question to remove")
    options = [
        discord.SelectOption(label=short(f"{number}. {entry.text}"), value=entry.id)
        for number, entry in enumerate(entries, first)
    ]
    return VerbMenu.new(f"{aim}one", number, spot.number, words, options)


def _theme_menu(t: Translator, pages: PromptPages, spot: PageAt, aim: str, number: int) -> VerbMenu:
    options = [
        discord.SelectOption(
            label=short(pages.title(theme)),
            value=str(PageAt(index, spot.kind).number),
            default=index == spot.theme,
        )
        for index, theme in enumerate(pages.themes)
    ]
    return VerbMenu.new(f"{aim}theme", number, spot.number, t("Theme"), options)


def _kind_menu(t: Translator, spot: PageAt, aim: str, number: int) -> VerbMenu:
    names = [t("For every part"), *(t(KIND_NAMES[kind]) for kind in KINDS)]
    options = [
        discord.SelectOption(
            label=name, value=str(PageAt(spot.theme, index).number), default=index == spot.kind
        )
        for index, name in enumerate(names)
    ]
    return VerbMenu.new(f"{aim}part", number, spot.number, t("Part of a session"), options)


def question(context: CardContext, spot: PageAt) -> Card:
    """The question of this stage, or of the next that has one, and how to have another."""
    t, state = context.t, context.state
    index = prompt_stage(state)
    prompt = None if index is None else dict(state.prompts).get(index)
    card = Card(CALM).say("### " + t("A question for the circle"))
    if words := context.question(prompt):
        card.say(f"> {words}")
    elif index is not None:
        card.say(t("There is no question yet. One is drawn when the circle begins."))
    if index is None:
        return card.say(t("No stage from here on has a question."))
    card.say("-# " + t("For the stage {title}.", title=t.content(state.format.stages[index].title)))
    return card.row(
        buttons.button(context, "drawanother", t("Draw another"), ButtonStyle.primary),
        VerbButton.new(CHOOSE, context.session.id, spot.number, t("Choose from the deck")),
        buttons.button(context, "typeone", t("Type one")),
    )


def short(text: str) -> str:
    """As much of a text as a menu shows."""
    return cut(text, _LABEL)
