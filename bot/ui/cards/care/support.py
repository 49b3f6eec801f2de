"""Support, as the person who asked for it sees it, and as those see it whom they wish to know."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbButton

MOST_WORDS = 3000
"""Characters of places on one card; Discord takes 4000 with everything around them."""


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
        t("{who} could use some support, and asked me to tell you. Nobody else knows.", who=who)
    )
    return card.row(answer)
