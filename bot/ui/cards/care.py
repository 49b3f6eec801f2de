"""Support, as the person who asked for it sees it; and a server's places to turn to, as its admins keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

import discord
from babel import Locale, UnknownLocaleError
from discord import ButtonStyle

from bot.ids import SessionId
from bot.services.care.places import MOST, SupportPlace
from bot.services.circle.sessions import Session

from ..card_context import timestamp
from ..i18n import Translator
from ..layout import CALM, Card
from ..press import VerbButton, VerbMenu
from ..user_text import escaped, quoted
from .drawing import practice_marked
from .prompts import short

MOST_WORDS = 3000
"""Characters of places on one card; Discord takes 4000 with everything around them."""

WRITE = "write"
"""The verb of `Write to one person`, and of the menu that follows."""


def support(t: Translator, places: Sequence[str]) -> list[Card]:
    """Words to come back to the moment, and the places this server knows; on more cards when they are many."""
    first = Card(CALM).say("### " + t("You are not alone with this."))
    first.say(
        t(
            "If you like, put both feet on the floor and breathe out slowly. "
            "Look around and name five things you can see. There is no hurry."
        )
    )
    cards = with_places(t, first, places)
    first.say(in_danger(t))
    first.say("-# " + t("I am a program and not a crisis service. Nobody is told that you asked."))
    return cards


def with_places(t: Translator, first: Card, places: Sequence[str]) -> list[Card]:
    """The places this server knows, below what is on the first card, and on more cards when they are many."""
    if not places:
        first.line().say(t("This server has not set any places to turn to."))
    cards, room = [first], MOST_WORDS
    for place in places:
        if len(place) > room:
            cards.append(Card(CALM))
            room = MOST_WORDS
        cards[-1].line().say(place)
        room -= len(place)
    return cards


def in_danger(t: Translator) -> str:
    """What is said wherever somebody may be in danger."""
    return t("If you or someone else is in danger, please call your country's emergency number.")


def call(t: Translator, who: str, answer: VerbButton) -> Card:
    """For whoever is told, because somebody chose to, that they could use some support: and a way to answer."""
    card = Card().say(
        t("{who} has asked that you be told they could use some support. Nobody else knows.", who=who)
    )
    return card.row(answer)


def whom_to_write_to(t: Translator, session_id: SessionId, names: Mapping[int, str]) -> Card:
    """Choosing to whom a note in private goes, of those whose names are given by seat."""
    card = Card().say(t("To whom would you like to write? Only they read it, and I keep nothing of it."))
    options = [discord.SelectOption(label=name, value=str(seat)) for seat, name in names.items()]
    return card.row(VerbMenu.new(WRITE, session_id, 0, t("Choose a person"), options))


def handed_through(t: Translator, who: str, session: Session, written: str, *, is_host: bool) -> Card:
    """What one person wrote to another, as it is handed to them.

    Args:
        t: the voice of the circle.
        who: a mention of whoever wrote it.
        session: the circle.
        written: their words, as they typed them.
        is_host: whether they hold the circle, or are one of those who may.
    """
    card, circle = Card(CALM), escaped(session.name)
    if is_host:
        card.say(t("{who}, who holds the circle {circle}, writes to you:", who=who, circle=circle))
    else:
        card.say(t("{who}, a co-facilitator of {circle}, writes to you:", who=who, circle=circle))
    card.say(quoted(written))
    words = t("I handed this on once and keep nothing of it. To answer, write to them yourself.")
    return practice_marked(t, session, card.say("-# " + words))


def not_handed_through(t: Translator, who: str, written: str) -> Card:
    """For whoever wrote it: it could not be handed on. Their own words are shown once more, to copy."""
    card = Card().say(
        t(
            "I could not hand this to {who}, and I keep nothing of it. You may write to them yourself.",
            who=who,
        )
    )
    return card.say(quoted(written))


def place_words(
    t: Translator,
    title: str,
    text: str = "",
    phone: str = "",
    link: str = "",
    region: str = "",
    language: str = "",
) -> str:
    """One place to turn to, as it is read."""
    where = " · ".join(part for part in (escaped(region), language_name(t, language)) if part)
    lines = [f"**{escaped(title)}**", escaped(text), escaped(phone), link, f"-# {where}" if where else ""]
    return "\n".join(line for line in lines if line)


def of_place(t: Translator, place: SupportPlace) -> str:
    """One of the server's own places, as it is read."""
    return place_words(t, place.title, place.text, place.phone, place.link, place.region, place.language)


def language_name(t: Translator, tag: str) -> str:
    """What a language is called in the reader's own; the short tag, if it is not known."""
    if not tag:
        return ""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(t.language)
    except (ValueError, UnknownLocaleError):
        name = None
    return escaped(name or tag)


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
    card = Card(CALM).say(of_place(t, one)).line().say(_line(t, one, today))
    row = [
        VerbButton.new("placeedit", one.id, 0, t("Change the words")),
        VerbButton.new("placewhere", one.id, 0, t("Change language and region")),
        VerbButton.new("placegone", one.id, 0, t("Remove"), ButtonStyle.danger),
        VerbButton.new("placelist", 0, 0, t("Back to all places")),
    ]
    if one.is_due(today):
        row.insert(0, VerbButton.new("placeok", one.id, 0, t("It is still right"), ButtonStyle.success))
    return card.row(*row)
