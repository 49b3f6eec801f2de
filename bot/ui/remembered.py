"""What is remembered for a while, in memory alone: by key, until it is of no more use, and never too much of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar

from cachetools import TLRUCache

from bot.clock import Clock
from bot.ids import SessionId

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
OfSession = TypeVar("OfSession", bound=tuple[SessionId, *tuple[object, ...]])


class Remembered(TLRUCache[Key, Value, datetime]):
    """What can still be used, by key, in the order in which it was kept."""

    def __init__(self, most: int, until: Callable[[Value], datetime], clock: Clock) -> None:
        """Remember nothing yet.

        Args:
            most: how many are remembered at most; what was used longest ago goes first.
            until: when Discord stops taking one.
            clock: the time that goes by.
        """
        super().__init__(most, lambda _key, value, _now: until(value), timer=clock.discord_now)

    def keep(self, key: Key, value: Value) -> None:
        """Remember this as the newest, in place of what was kept by that key before."""
        with self.timer:  # one look at the time is enough for both
            self.pop(key, None)
            self[key] = value


class OfSessions(Remembered[OfSession, Value]):
    """What is remembered of sessions, by keys that begin with one. What is asked of one session looks at no other."""

    def __init__(self, most: int, until: Callable[[Value], datetime], clock: Clock) -> None:
        super().__init__(most, until, clock)
        self._keys: dict[SessionId, dict[OfSession, None]] = {}
        """In the order in which they were kept. They go with what is remembered: they name people."""

    def keep(self, key: OfSession, value: Value) -> None:
        """Remember this as the newest, in place of what was kept by that key before."""
        with self.timer:
            super().keep(key, value)
            if key in self:
                self._keys.setdefault(key[0], {})[key] = None

    def keys_of(self, session_id: SessionId) -> list[OfSession]:
        """By which keys something of a session is remembered."""
        with self.timer:
            return [key for key in self._keys.get(session_id, {}) if key in self]

    def forget(self, session_id: SessionId) -> None:
        """Forget everything of a session."""
        for key in self._keys.pop(session_id, {}):
            self.pop(key, None)

    def expire(self, time: datetime | None = None) -> list[tuple[OfSession, Value]]:
        """Let go of what is of no more use."""
        gone = super().expire(time)
        for key, _ in gone:
            self._drop(key)
        return gone

    def __delitem__(self, key: OfSession) -> None:
        self._drop(key)
        super().__delitem__(key)

    def _drop(self, key: OfSession) -> None:
        keys = self._keys.get(key[0], {})
        keys.pop(key, None)
        if not keys:
            self._keys.pop(key[0], None)
