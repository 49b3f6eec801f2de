"""The worker that saves a backup every night, off the path of any press.

It knows nothing of what is saved. Whoever keeps the data says when it was last saved, and saves it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import NEXT_BACKUP, Clock

log = logging.getLogger(__name__)

AT_HOUR = 3
"""The hour in UTC at which it is done. People may be in a circle at any hour somewhere; they do not notice it."""
SETTLED = timedelta(minutes=10)
"""How long after a start a backup that was missed is made up for: the start has work enough."""
AGAIN = timedelta(hours=1)
"""When to try again after one that could not be made."""
DAY = timedelta(days=1)


class Nightly:
    """Runs until it is cancelled."""

    def __init__(
        self, last: Callable[[], datetime | None], save: Callable[[], Awaitable[object]], clock: Clock
    ) -> None:
        """Make it.

        Args:
            last: when something was last saved; None: never.
            save: saves it. Whatever it raises is logged, and it is tried again.
            clock: where time comes from.
        """
        self._last = last
        self._save = save
        self._clock = clock

    async def run(self) -> None:
        """Save every night, for ever."""
        await self._clock.sleep(SETTLED.total_seconds(), NEXT_BACKUP)
        while True:
            if self._until_due() <= timedelta():
                await self._save_once()
            await self._clock.sleep(max(AGAIN, self._until_due()).total_seconds(), NEXT_BACKUP)

    async def _save_once(self) -> None:
        try:
            await self._save()
        except Exception:
            log.exception("The nightly backup could not be made; it is tried again in an hour")

    def _until_due(self) -> timedelta:
        now, last = self._clock.utcnow(), self._last()
        if last is None or not now - DAY < last < now + DAY:
            return timedelta()
        night = last.replace(hour=AT_HOUR, minute=0, second=0, microsecond=0)
        return (night if night > last else night + DAY) - now
