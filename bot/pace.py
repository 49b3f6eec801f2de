"""Keeping below Discord's global limit: at most so many calls in any one second.

discord.py only reacts to a 429; ten thousand of those in ten minutes ban the address. A leaky bucket would
let twice its rate through in the first second, so this counts the calls of the last second instead.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.clock import Clock

WINDOW = timedelta(seconds=1.05)
"""A little more than a second: calls do not arrive as evenly as they leave, and two bursts may draw together."""


class Pace:
    """Lets a call go when fewer than `most` went in the second before it."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._most = most
        self._gone: deque[datetime] = deque(maxlen=most)

    async def turn(self) -> None:
        """Wait for the next free place. Places are booked in the order they are asked for."""
        now = self._clock.utcnow()
        slot = self._next(now)
        self._gone.append(slot)
        if slot > now:
            await self._clock.sleep((slot - now).total_seconds(), "Discord's global limit")

    @property
    def is_free(self) -> bool:
        """Whether a call could go at once."""
        now = self._clock.utcnow()
        return self._next(now) <= now

    def turn_now(self) -> bool:
        """Take a place that is free at once. Returns whether there was one: what can be left out does not wait."""
        now = self._clock.utcnow()
        slot = self._next(now)
        if slot > now:
            return False
        self._gone.append(slot)
        return True

    def ahead(self) -> None:
        """Go at once, and let what comes after wait for it: somebody waits for an answer, which has three seconds."""
        self._gone.append(self._next(self._clock.utcnow()))

    def _next(self, now: datetime) -> datetime:
        return max(now, self._gone[0] + WINDOW) if len(self._gone) == self._most else now
