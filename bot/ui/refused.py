"""The one exception that people read. `bot.ui.errors` answers it, whatever was asked and however."""

from __future__ import annotations

from .layout import Card


class Refused(Exception):
    """What was asked cannot be done, and nothing has changed.

    Args:
        sentence: why, and what to do, in the language of whoever asked. Empty when the card says it.
        card: how the card that was pressed looks now, or a card that is shown when none was pressed. It comes before
            the sentence.
    """

    def __init__(self, sentence: str = "", card: Card | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.card = card
