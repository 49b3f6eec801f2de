"""The cards that the answer to a press is about to draw.

Each has a row in the outbox, in case the bot stops before it has answered or Discord does not take the answer. While
the bot runs nobody needs to look at that row unless the answer stays away: so a press that was answered costs no
look at the outbox. The row leaves it with the next batch of its session.
"""

from __future__ import annotations

from datetime import datetime

from bot.ids import SessionId
from bot.services.deliveries.rows import Row, slot


class AwaitedAnswers:
    """Until when each answer is awaited, by session and by the slot of its card."""

    def __init__(self) -> None:
        self._until: dict[SessionId, dict[str, datetime]] = {}

    def expect(self, session_id: SessionId, slot: str, until: datetime) -> None:
        """An answer is about to draw that card; at that instant the outbox does it."""
        self._until.setdefault(session_id, {})[slot] = until

    def came(self, session_id: SessionId, slot: str) -> None:
        """The answer has drawn that card."""
        awaited = self._until.get(session_id, {})
        awaited.pop(slot, None)
        if not awaited:
            self._until.pop(session_id, None)

    def awaits(self, session_id: SessionId, row: Row) -> bool:
        """Whether it is the row of an answer that is still awaited."""
        awaited = self._until.get(session_id, {})
        return row.post is not None and awaited.get(slot(row.post)) == row.not_before

    def overdue(self, now: datetime) -> set[SessionId]:
        """The sessions in which an answer has stayed away. It is awaited no longer."""
        late = [
            (number, name) for number, cards in self._until.items() for name, at in cards.items() if at <= now
        ]
        for number, name in late:
            self.came(number, name)
        return {number for number, _ in late}

    def next_at(self) -> datetime | None:
        """When the next answer is overdue; None when none is awaited."""
        return min((at for cards in self._until.values() for at in cards.values()), default=None)

    def forget(self, session_id: SessionId) -> None:
        """Forget a session that is gone."""
        self._until.pop(session_id, None)
