"""How alone people feel, on arriving and on leaving. Nobody sees an answer."""

from __future__ import annotations

from bot.circle.feelings import is_leaving

from ...card_context import CardContext
from ...layout import Card
from ...press import VerbButton
from .. import buttons

LEVELS = "abcde"
"""How the answers 1 to 5 are written in a verb, which has letters only."""


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the question to somebody who has come."""
    t = context.t
    card.say(
        t(
            "If you like: how alone do you feel right now? 1 is not at all, 5 is very much. Nobody "
            "sees your answer. Only the group total is kept."
        )
    )
    return card.row(*_answers(context, "arrive"))


def on_leaving(context: CardContext) -> tuple[str, list[VerbButton]]:
    """The same on the card of the closing, for those who answered then; nothing in a circle that does not ask it.

    It is the other half of the question that they answered, so they are not asked another one.
    """
    if not context.state.format.scale or not is_leaving(context.state):
        return "", []
    words = context.t(
        "If you said how alone you felt, you may say it again now. Nobody sees your answer. "
        "Only the group total is kept."
    )
    return words, _answers(context, "depart")


def _answers(context: CardContext, verb: str) -> list[VerbButton]:
    t = context.t
    labels = (t("1 not alone"), "2", "3", "4", t("5 very alone"))
    return [buttons.button(context, verb + level, label) for level, label in zip(LEVELS, labels, strict=True)]
