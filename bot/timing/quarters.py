"""The worker that closes each quarter of the record when it is over, and drops its key.

The first session of a new quarter closes the one before too, and so does a report; a server may be quiet for long.
"""

from __future__ import annotations

import logging

from bot.clock import END_OF_QUARTER, Clock
from bot.services.participation.desk import ParticipationDesk

log = logging.getLogger(__name__)

LOOK_EVERY_S = 6 * 3600.0
AGAIN_S = 60.0


class Quarters:
    """Runs until it is cancelled. It looks once at the start: the bot may have been off on the day."""

    def __init__(self, participation: ParticipationDesk, clock: Clock) -> None:
        self._participation = participation
        self._clock = clock

    async def run(self) -> None:
        """Close what is over, for ever."""
        while True:
            await self._clock.sleep(await self._look(), END_OF_QUARTER)

    async def _look(self) -> float:
        """Close what is over. Returns how long to wait, in seconds, until the next look."""
        try:
            closed = await self._participation.close_past()
        except Exception:
            # Whatever it is, it is tried again: the key of a quarter goes with it.
            log.exception("A quarter of the record could not be closed")
            return AGAIN_S
        if closed:
            log.info("A quarter of the record was closed; servers with sessions that waited: %d", closed)
        return LOOK_EVERY_S
