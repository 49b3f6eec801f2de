"""The one exception that people read. `bot.ui.errors` answers it, whatever was asked and however."""

from __future__ import annotations

from .layout import Card


class Refused(Exception):
    """What was asked cannot be done, and nothing has changed.

    Args:
        sentence: why, and what to do, in the language of whoever asked. Empty when the card says it.
        card: how the card that was pressed looks now, or a card that is shown when none was pressed. It comes before
            the sentence.
        is_final: whether other words in the same form would be refused alike, so that nobody is asked to try again.
    """

    def __init__(self, sentence: str = "", card: Card | None = None, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.card = card
        self.is_final = is_final
