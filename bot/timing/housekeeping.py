"""The worker that has forgotten, once a day, what has been kept for long enough. What that is it does not know."""

from __future__ import annotations

import logging

from bot.clock import NEXT_DAY, Clock
from bot.services.timing.desk import TimingDesk

log = logging.getLogger(__name__)

EVERY_S, AGAIN_S = 86_400.0, 600.0


class Housekeeping:
    """Runs until it is cancelled: at the start, and once a day after that."""

    def __init__(self, timing: TimingDesk, clock: Clock) -> None:
        self._timing = timing
        self._clock = clock

    async def run(self) -> None:
        """Keep house, for ever."""
        while True:
            wait_s = EVERY_S
            try:
                await self._timing.keep_house()
            except Exception:
                # Whatever it is, it is tried again: what was promised to be forgotten is forgotten.
                log.exception("What has been kept for long enough could not be forgotten")
                wait_s = AGAIN_S
            await self._clock.sleep(wait_s, NEXT_DAY)
