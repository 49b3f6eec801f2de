"""Saying that it is one's first circle here this year: a button with the answer to the agreements, for one person."""

from __future__ import annotations

from ...card_context import CardContext
from ...layout import Card
from .. import buttons


def offered(context: CardContext, card: Card) -> Card:
    """The card, with the button below its words; as it is in practice, of which nothing is counted."""
    if context.state.practice:
        return card
    label = context.t("My first circle here this year")
    return card.row(buttons.button(context, "newhere", label))
