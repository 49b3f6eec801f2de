"""Saying whether it is one's first circle here this year: two buttons, for one person."""

from __future__ import annotations

from ...card_context import CardContext
from ...layout import Card
from .. import buttons


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the question and the buttons below its words."""
    t = context.t
    card.say("-# " + t("One question, if you like. Only the total of all answers is kept."))
    return card.row(
        buttons.button(context, "newhere", t("My first circle here this year")),
        buttons.button(context, "notnew", t("Not my first")),
    )
