"""Somebody's own words for their story, to read from. They are on this card and nowhere else, and are read back from it
when their teller wants to have them as a direct message.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord

from ..i18n import N_, Translator
from ..layout import CALM, Card, texts_of
from ..press import VerbButton
from ..user_text import lines

QUESTIONS = (
    N_("What was it like?"),
    N_("What shifted?"),
    N_("What is it like now?"),
    N_("What would you tell someone where you were?"),
)
MOST_ON_A_CARD = 3400
"""Discord takes 4000 characters on one card; the rest is for the words around."""
SEND, DELETE = "storysend", "storydelete"
"""The verbs of what is below a story: send it as a direct message, and take it away there."""
_FIRST_PIECE = 7101
"""The id of the first piece of a story on its card."""


def outline(t: Translator, answers: list[str]) -> list[Card]:
    """Somebody's own words, to read from; on more than one card when they are many."""
    said = [
        (question, words)
        for question, answer in zip(QUESTIONS, answers, strict=True)
        if (words := lines(answer))
    ]
    if not said:
        card = Card(CALM).say("### " + t("You may come with empty hands."))
        card.say(
            t(
                "You need not write anything down, and you may just listen. A story need not be "
                "perfect, only real."
            )
        )
        return [card]
    cards = [Card(CALM).say("### " + t("Your story, to read from")).say(_only_real(t))]
    room = MOST_ON_A_CARD
    for number, (question, words) in enumerate(said, _FIRST_PIECE):
        text = f"**{t(question)}**\n{words}"
        if len(text) > room:
            cards.append(Card(CALM))
            room = MOST_ON_A_CARD
        cards[-1].say(text, number)
        room -= len(text)
    cards[-1].say(
        "-# "
        + t("Only you see this, and I have stored nothing.")
        + " "
        + t("Copy it, or let me send it to you. Then you find it on your turn.")
    )
    for card in cards:
        card.row(VerbButton.new(SEND, 0, 0, t("Send it to me")))
    return cards


def read_back(message: discord.Message | None) -> list[str]:
    """The pieces of a story on its card, as its teller sees them."""
    return [words for number, words in sorted(texts_of(message).items()) if number >= _FIRST_PIECE]


def sent(t: Translator, pieces: Sequence[str]) -> Card:
    """The same as a direct message, with a way to take it from there: nobody can delete what a bot wrote."""
    card = Card(CALM).say("### " + t("Your story, to read from"))
    for piece in pieces:
        card.say(piece)
    card.say("-# " + t("You asked me to send it. I keep nothing of it."))
    return card.row(VerbButton.new(DELETE, 0, 0, t("Delete it here")))


def _only_real(t: Translator) -> str:
    return t("A story need not be perfect, only real. You may tell it otherwise, or not at all.")
