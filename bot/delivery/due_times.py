"""When the sender has to look at what, as far as that is known, and how long it may rest until then."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.clock import Clock
from bot.ids import SessionId

from .awaited_answers import AwaitedAnswers


class DueTimes:
    """What is due when: the whole outbox, what one session has in it, and the answers that are awaited."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._news = asyncio.Event()
        self.waiting: set[SessionId] = set()
        """The sessions that have something due now."""
        self._later: dict[SessionId, datetime] = {}
        """When sessions have something due next, as far as that is known."""
        self.answers = AwaitedAnswers()
        self.look_at: datetime | None = clock.utcnow()
        """When to look at the whole outbox; whatever is due before then is known here."""
        self._rests_until: datetime | None = None
        """When whoever rests looks at the time again by itself; None while nobody does, or when that is open."""

    @property
    def has_news(self) -> bool:
        """Whether there is something that was not looked at yet."""
        return self._news.is_set()

    def look_by(self, at: datetime | None) -> None:
        """Look at the whole outbox then, unless that is to be done earlier already."""
        if at is not None and (self.look_at is None or at < self.look_at):
            self.look_at = at
            self._wake_by(at)

    def expect(self, session_id: SessionId, at: datetime | None) -> None:
        """A session has something due then."""
        if at is not None:
            self._later[session_id] = min(at, self._later.get(session_id, at))
            self._wake_by(at)

    def expect_answer(self, session_id: SessionId, slot: str, until: datetime) -> None:
        """An answer is about to draw that card; at that instant the outbox does it."""
        self.answers.expect(session_id, slot, until)
        self._wake_by(until)

    def seen(self, session_id: SessionId) -> None:
        """All that a session has waiting is about to be looked at."""
        self.waiting.discard(session_id)
        self._later.pop(session_id, None)

    def wake(self) -> None:
        """Look at the time now."""
        self._news.set()

    def _wake_by(self, at: datetime) -> None:
        """Look at the time by then. Whoever does so before by itself is not woken for it."""
        if self._rests_until is None or at < self._rests_until:
            self._news.set()

    def pass_on(self) -> datetime:
        """Let wait what is due by now, and answer with the present instant."""
        self._news.clear()
        now = self._clock.utcnow()
        for session_id in [number for number, at in self._later.items() if at <= now]:
            del self._later[session_id]
            self.waiting.add(session_id)
        self.waiting |= self.answers.overdue(now)
        return now

    async def rest(self) -> None:
        """Wait until something is due, or there is news."""
        known = (self.look_at, self.answers.next_at(), min(self._later.values(), default=None))
        at = self._rests_until = min((one for one in known if one is not None), default=None)
        rest_s = None if at is None else max(0.0, (at - self._clock.utcnow()).total_seconds())
        await self._clock.wait(self._news, "a delivery", rest_s)
        self._rests_until = None
