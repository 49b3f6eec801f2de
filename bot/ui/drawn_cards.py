"""A memory of how each card was drawn, so that a card is not drawn again as it already is.

It is only a memory: when it is lost, a card is drawn once more, which changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cachetools import LRUCache

from bot.ids import MessageXid, SessionId

from .layout import Card

_VERSION = re.compile(r"('custom_id': 'sc:[a-z:]+\d+):\d+'")
_MOST = 50_000
"""How many messages are remembered as replaced."""
_SESSIONS = 2_000
"""How many sessions' cards are remembered."""


class DrawnCards:
    """What was last drawn on each card, by session and slot."""

    def __init__(self) -> None:
        self._seen: LRUCache[SessionId, dict[str, int]] = LRUCache(_SESSIONS)
        self._replaced: deque[int] = deque(maxlen=_MOST)
        self._answering: Counter[SessionId] = Counter()
        self.on_answered: list[Callable[[SessionId, str], None]] = []
        """Told when an answer has drawn a card: nobody else needs to."""

    def keep(self, session_id: SessionId, slot: str, card: Card) -> None:
        """Keep that the card shows this now."""
        self._seen.setdefault(session_id, {})[slot] = fingerprint(card)

    def answered(self, session_id: SessionId, slot: str, card: Card) -> None:
        """Keep that the answer to a press has drawn the card like this."""
        self.keep(session_id, slot, card)
        for listener in self.on_answered:
            listener(session_id, slot)

    def shows(self, session_id: SessionId, slot: str, card: Card) -> bool:
        """Whether the card shows exactly this already. The version in its buttons does not count: it says how
        old the card is, and an old card that still looks right is still right."""
        return self._seen.get(session_id, {}).get(slot) == fingerprint(card)

    @contextmanager
    def answering(self, session_id: SessionId) -> Iterator[None]:
        """Keep the outbox from posting a card while an answer may post it for everyone in a session."""
        self._answering[session_id] += 1
        try:
            yield
        finally:
            self._answering[session_id] -= 1
            self._answering += Counter()  # without those at 0

    def is_answering(self, session_id: SessionId) -> bool:
        """Whether an answer may be posting a card in a session at this moment."""
        return session_id in self._answering

    def replaced(self, message_xid: MessageXid) -> None:
        """A card gives way to a fresh one: that it is deleted now is nobody's wish to see it gone."""
        self._replaced.append(message_xid)

    def was_replaced(self, message_xid: MessageXid) -> bool:
        """Whether the bot itself has deleted this card, because another is in its place."""
        return message_xid in self._replaced

    def forget_card(self, session_id: SessionId, slot: str) -> None:
        """Forget one card: somebody deleted it."""
        self._seen.get(session_id, {}).pop(slot, None)

    def forget(self, session_id: SessionId) -> None:
        """Forget a session's cards."""
        self._seen.pop(session_id, None)


def fingerprint(card: Card) -> int:
    """How a card looks, as a number; the version in its buttons does not count."""
    components: object = card.to_components()  # type: ignore[no-untyped-call]
    return hash(_VERSION.sub(r"\1'", repr(components)))
