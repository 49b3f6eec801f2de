"""What is remembered for a while, in memory alone: by key, until it is of no more use, and never too much of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
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
        self.pop(key, None)
        self[key] = value


def forget_session(remembered: MutableMapping[OfSession, Value], session_id: SessionId) -> None:
    """Forget everything whose key begins with that session."""
    for key in [key for key in remembered if key[0] == session_id]:
        remembered.pop(key, None)
