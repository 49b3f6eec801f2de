"""Somebody's own words for their story, to read from. They are on this card and nowhere else."""

from __future__ import annotations

from ..i18n import N_, Translator
from ..layout import CALM, Card
from ..user_text import lines

QUESTIONS = (
    N_("What was it like?"),
    N_("What shifted?"),
    N_("What is it like now?"),
    N_("What would you tell someone where you were?"),
)
MOST_ON_A_CARD = 3400
"""Discord takes 4000 characters on one card; the rest is for the words around."""


def outline(t: Translator, answers: list[str]) -> list[Card]:
    """Somebody's own words, to read from; on more than one card when they are many."""
    said = [
        (question, words)
        for question, answer in zip(QUESTIONS, answers, strict=True)
        if (words := lines(answer))
    ]
    last = "-# " + t("Only you see this, and I have stored nothing. Copy it if you would like to keep it.")
    if not said:
        card = Card(CALM).say("### " + t("You may come with empty hands."))
        card.say(
            t(
                "Nothing needs to be written down, and listening is a way of being there too. "
                "A story need not be perfect, only real."
            )
        )
        return [card.say(last)]
    cards = [Card(CALM).say("### " + t("Your story, to read from")).say(_only_real(t))]
    room = MOST_ON_A_CARD
    for question, words in said:
        text = f"**{t(question)}**\n{words}"
        if len(text) > room:
            cards.append(Card(CALM))
            room = MOST_ON_A_CARD
        cards[-1].say(text)
        room -= len(text)
    cards[-1].say(last)
    return cards


def _only_real(t: Translator) -> str:
    return t("A story need not be perfect, only real. You may tell it otherwise, or not at all.")
