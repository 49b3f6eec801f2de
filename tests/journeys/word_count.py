"""Counts the words that everybody in a server is shown: of each card as it comes, and of each edit what is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.journeys.house import House, words

EPHEMERAL = 1 << 6
SILENT = 1 << 12
"""Discord's flag of a message that rings for nobody: here, of a card that comes again."""


class WordCount:
    """Counts from now on. A name and a time are a word each; labels of buttons are none.

    A card counts as its readers meet it: all its words when it comes, and after an edit those that it has more of than
    ever before. What somebody has read on a card they do not read there once more. A card that comes again, below many
    messages, has been read. What only one person sees is no card of the circle.
    """

    def __init__(self, h: House) -> None:
        self._shown: dict[str, Counter[str]] = {}
        self._known: dict[str, Counter[str]] = {}
        self._direct = h.env.backend.dm_channels
        self._emit = h.env.backend.emit
        h.env.backend.emit = self._heard  # type: ignore[method-assign]

    def _heard(self, event: str, payload: Mapping[str, Any]) -> None:
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and payload.get("components"):
            flags, card = payload.get("flags", 0), payload["id"]
            if not flags & EPHEMERAL and int(payload["channel_id"]) not in self._direct.values():
                if card not in self._shown and flags & SILENT:
                    self._known[card] = _read(payload)
                self._shown[card] = self._shown.get(card, Counter()) | _read(payload)
        self._emit(event, payload)

    def by_card(self) -> list[Counter[str]]:
        """The words on each card, in the order in which the cards came."""
        return [card - self._known.get(xid, Counter()) for xid, card in self._shown.items()]

    @property
    def total(self) -> int:
        """How many words there were."""
        return sum(card.total() for card in self.by_card())


def _read(payload: Mapping[str, Any]) -> Counter[str]:
    """The words on a card."""
    text = re.sub(r"(?m)^(?:\[.*\]|<.*>)$", " ", words(payload))
    found = (word.strip(".,;:?()*\"'").casefold() for word in text.split())
    return Counter(word for word in found if re.search(r"\w", word))
