"""A server's places to turn to: as members read them, and as its admins keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Protocol

import discord
from discord import ButtonStyle

from bot.services.care.places import MOST, SupportPlace

from ...card_context import timestamp
from ...i18n import Translator
from ...languages import language_name
from ...layout import CALM, Card
from ...press import VerbButton, VerbMenu
from ...user_text import escaped
from ..prompts import short


class Reachable(Protocol):
    """A place to turn to, whether the server's admins or the settings of the bot name it."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def text(self) -> str:
        """What it is."""

    @property
    def phone(self) -> str:
        """Its phone number; empty when it has none."""

    @property
    def link(self) -> str:
        """Its site; empty when it has none."""


def place_words(t: Translator, place: Reachable) -> str:
    """One place to turn to, as it is read; one of the server's own with where it is for, and its language."""
    about = (
        (escaped(place.region), language_name(t, place.language)) if isinstance(place, SupportPlace) else ()
    )
    where = " · ".join(part for part in about if part)
    said = (escaped(place.text), escaped(place.phone), place.link, f"-# {where}" if where else "")
    return "\n".join([f"**{escaped(place.title)}**", *(line for line in said if line)])


def day(on: date) -> str:
    """A day, as Discord shows it: at noon, so that it is the same one nearly everywhere."""
    return timestamp(datetime.combine(on, time(12), UTC), "D")


def places(t: Translator, there: Sequence[SupportPlace], today: date) -> Card:
    """All places of a server, when somebody looks at each again, and what can be done."""
    card = Card(CALM).say("### " + t("Places to turn to"))
    card.say(t("People who ask for support see these. Places in their own language come first."))
    if not there:
        card.line().say(
            t(
                "There are none yet. People who ask for support are told so. Please add places "
                "you have called or visited yourselves."
            )
        )
    else:
        card.line().say("\n".join(_line(t, place, today) for place in there))
        choices = [discord.SelectOption(label=short(place.title), value=str(place.id)) for place in there]
        card.row(VerbMenu.new("place", 0, 0, t("Choose one to see or change"), choices))
    if len(there) < MOST:
        return card.row(VerbButton.new("placeadd", 0, 0, t("Add a place"), ButtonStyle.primary))
    return card.say("-# " + t("There is room for {most} places.", most=MOST))


def _line(t: Translator, place: SupportPlace, today: date) -> str:
    if place.is_due(today):
        words = t("please check that it is still right; this was due {date}", date=day(place.review_on))
    else:
        words = t("to be checked again {date}", date=day(place.review_on))
    return f"- **{escaped(place.title)}**: {words}"


def place(t: Translator, one: SupportPlace, today: date) -> Card:
    """One place as members see it, and what can be done with it."""
    card = Card(CALM).say(place_words(t, one)).line().say(_line(t, one, today))
    row = [
        VerbButton.new("placeedit", one.id, 0, t("Change the words")),
        VerbButton.new("placewhere", one.id, 0, t("Change language and region")),
        VerbButton.new("placegone", one.id, 0, t("Remove"), ButtonStyle.danger),
        VerbButton.new("placelist", 0, 0, t("Back to all places")),
    ]
    if one.is_due(today):
        row.insert(0, VerbButton.new("placeok", one.id, 0, t("It is still right"), ButtonStyle.success))
    return card.row(*row)
