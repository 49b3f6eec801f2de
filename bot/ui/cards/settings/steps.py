"""The cards of `/settings`: everything at once, and the setup, one private card for each step."""

from __future__ import annotations

import discord
from discord import ButtonStyle

from ...layout import CALM, Card
from ...press import VerbButton, VerbMenu
from .agreements import listing
from .context import SettingsContext
from .missing import missing
from .ways import FIELDS, WAYS
from .words import ABOUT, OPTIONS, TITLES, Step, now, places

GO = "setstep"
"""The verb of the buttons that lead to a step."""


def overview(context: SettingsContext) -> Card:
    """Every option of the server in words, what is missing, and a way to each option."""
    t = context.t
    card = Card(CALM).say("### " + t("Settings of this server"))
    for step in OPTIONS:
        card.say("\n".join([f"**{t(TITLES[step])}**", *now(context, step)]))
    if context.places or context.has_usual_places:
        card.say("\n".join([f"**{t('Places to turn to')}**", *places(context)]))
    card.line().say("\n".join([f"**{t(TITLES[Step.MISSING])}**", *_missing(context)]))
    return card.row(_menu_of_steps(context))


def step_card(context: SettingsContext, step: Step, said: str = "") -> Card:
    """One step: what it is about, how it is now, the way to change it, and the ways on and back.

    Args:
        context: the settings.
        step: which one.
        said: what has just come of a choice, above the buttons.
    """
    t = context.t
    if step is Step.MISSING:
        return _last(context)
    place = t("Step {number} of {all}", number=step.value, all=len(OPTIONS))
    card = Card(CALM).say(f"### {t(TITLES[step])}\n-# {place}")
    card.say(t(ABOUT[step])).say("\n".join(now(context, step)))
    if step is Step.AGREEMENTS:
        card.say(listing(context))
    for row in WAYS[step](context):
        card.row(*row)
    if said:
        card.say(f"**{said}**")
    is_set = said or _is_set(context, step)
    on = VerbButton.new(
        GO, step + 1, context.version, t("Next") if is_set else t("Skip"), ButtonStyle.primary
    )
    back = [VerbButton.new(GO, step - 1, context.version, t("Back"))] if step > OPTIONS[0] else []
    return card.row(*back, on)


def _last(context: SettingsContext) -> Card:
    t = context.t
    card = Card(CALM).say("### " + t(TITLES[Step.MISSING])).say("\n".join(_missing(context)))
    card.row(_menu_of_steps(context))
    return card.row(
        VerbButton.new(GO, OPTIONS[-1], context.version, t("Back")),
        VerbButton.new(GO, Step.MISSING, context.version, t("Look again")),
    )


def _missing(context: SettingsContext) -> list[str]:
    found = missing(context)
    if not found:
        return [context.t("Nothing is missing. /circle open opens a circle in the channel you are in.")]
    return [f"- {sentence}" for sentence in found]


def _menu_of_steps(context: SettingsContext) -> VerbMenu:
    t = context.t
    options = [discord.SelectOption(label=t(TITLES[step]), value=str(step.value)) for step in OPTIONS]
    return VerbMenu.new(GO, 0, context.version, t("Change one of these"), options)


def _is_set(context: SettingsContext, step: Step) -> bool:
    """Whether the server's admins have chosen something there."""
    chosen, usual = context.server.options, type(context.server.options)()
    return any(getattr(chosen, name) != getattr(usual, name) for name in FIELDS[step])
