"""Saying whether it is one's first circle here this year: two buttons, for one person."""

from __future__ import annotations

from ...card_context import CardContext
from ...layout import Card
from .. import buttons


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the button below its words."""
    t = context.t
    return card.row(
        buttons.button(context, "newhere", t("My first circle here this year")),
        buttons.button(context, "notnew", t("Not my first")),
    )
