"""How alone people feel, on arriving and on leaving. Nobody sees an answer."""

from __future__ import annotations

from bot.circle.formats import StageKind

from ...card_context import CardContext
from ...press import VerbButton
from .. import buttons

LEVELS = "abcde"
"""How the answers 1 to 5 are written in a verb, which has letters only."""


def scale(context: CardContext) -> tuple[str, list[VerbButton]]:
    """The question and its five buttons, on the opening's card and on the closing's; nothing elsewhere."""
    t, stage = context.t, context.state.stage
    if not context.state.format.scale or stage is None:
        return "", []
    if stage.kind not in (StageKind.ANNOUNCE, StageKind.CLOSING):
        return "", []
    verb = "depart" if stage.kind is StageKind.CLOSING else "arrive"
    labels = (t("1 not alone"), "2", "3", "4", t("5 very alone"))
    row = [buttons.button(context, verb + level, label) for level, label in zip(LEVELS, labels, strict=True)]
    question = t(
        "If you like: how alone do you feel right now? 1 is not at all, 5 is very much. Nobody "
        "sees your answer. Only the group total is kept."
    )
    return question, row
