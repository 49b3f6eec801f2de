"""The one question that somebody is asked, below what they are told: each question says itself how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.circle.model import Question

from ...card_context import CardContext
from ...layout import Card
from ..care import greeting, next_day
from . import feelings, first_time, writing

SHOWN: Mapping[Question, Callable[[CardContext, Card], Card]] = {
    Question.GREETING: greeting.asked,
    Question.WAY: writing.asked,
    Question.NEW: first_time.asked,
    Question.ALONE: feelings.asked,
    Question.NEXT_DAY: next_day.asked,
}


def with_question(context: CardContext, card: Card, question: Question | None) -> Card:
    """The card, with the question below its words; as it is when nothing is asked."""
    return card if question is None else SHOWN[question](context, card)
