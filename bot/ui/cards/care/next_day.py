"""A word on the day after a circle: offered, promised, and as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ids import SessionId
from bot.services.care.next_day import NextDay, has_next_day

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbButton
from ...user_text import escaped
from .. import buttons
from .places import Reachable, place_words
from .support import with_places

ASK, LEAVE = "tomorrow", "notomorrow"


def offered(context: CardContext) -> list[VerbButton]:
    """The button for whoever would like one; none where there is nothing to come back to."""
    return [_ask(context)] if has_next_day(context.session) else []


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the question to somebody who is about to go."""
    t = context.t
    card.say(
        t(
            "Would you like a word from me tomorrow? It says where to turn to, and the next date if there is one. "
            "If you leave this, nothing is sent."
        )
    )
    return card.row(_ask(context))


def _ask(context: CardContext) -> VerbButton:
    return buttons.button(context, ASK, context.t("Write to me tomorrow"))


def promised(t: Translator, session_id: SessionId, send_at: datetime) -> Card:
    """When it comes, and the way not to have it."""
    words = t(
        "I write to you once, {time}: where to turn to, and the next date if there is one.",
        time=timestamp(send_at, "f"),
    )
    card = Card().say(words).say(t("If you have quiet hours then, I wait until they are over."))
    card.say(
        "-# " + t("It comes as a direct message. I keep this sealed until then, and forget it after that.")
    )
    return card.row(VerbButton.new(LEAVE, session_id, 0, t("No word, please")))


def left(t: Translator) -> Card:
    """Nothing comes."""
    return Card().say(t("Nothing comes tomorrow. /care support is there at any time."))


def word(t: Translator, what: NextDay, others: Sequence[Reachable]) -> list[Card]:
    """The word itself, on more cards when there are many places.

    Args:
        t: the language of whoever reads it.
        what: what is to be said.
        others: the places to turn to where the server names none.
    """
    card = Card(CALM).say("### " + t("A word after yesterday"))
    card.say(t("You were in **{name}**, and asked me for this word.", name=escaped(what.circle)))
    if what.next_at is not None:
        card.say(t("It meets next {time}.", time=timestamp(what.next_at, "F")))
    places = [place_words(t, place) for place in what.places or others]
    if places:
        card.say(t("If you would like to talk to somebody, these are there:"))
    cards = with_places(t, card, places)
    cards[-1].say("-# " + t("You asked for one word, and this was it. Nothing else follows."))
    return cards
