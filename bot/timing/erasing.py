"""The worker that lets nothing that was destroyed remain in the database's files, off the path of any press.

It knows nothing of what was destroyed. Whoever keeps the files says that something was, and does the erasing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.clock import ERASING_AGAIN, MORE_TO_ERASE, Clock

log = logging.getLogger(__name__)

TOGETHER_S = 0.25
"""How long to rest after erasing: what is destroyed meanwhile is erased together. It takes some 20 milliseconds."""
AGAIN_S = (0.1, 60.0)
"""How long to wait when something was in the way: at first, and at the most. Each wait is twice the one before."""
TELL_AFTER = 10
"""After how many tries in vain whoever runs the bot is told."""


class Eraser:
    """Runs until it is cancelled. It erases once at the start, because a kill may have left something."""

    def __init__(self, erase: Callable[[], Awaitable[bool]], clock: Clock) -> None:
        self._erase = erase
        self._clock = clock
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something was destroyed."""
        self._news.set()

    async def run(self) -> None:
        """Erase whatever was destroyed, for ever."""
        while True:
            self._news.clear()
            await self._until_done()
            await self._clock.sleep(TOGETHER_S, MORE_TO_ERASE)
            await self._clock.wait(self._news, "something to erase")

    async def _until_done(self) -> None:
        wait_s, most_s = AGAIN_S
        tries = 0
        while not await self._tried():
            tries += 1
            if tries == TELL_AFTER:
                log.warning("What was deleted still lies in the database's files; erasing it is tried on")
            await self._clock.sleep(wait_s, ERASING_AGAIN)
            wait_s = min(2 * wait_s, most_s)

    async def _tried(self) -> bool:
        try:
            return await self._erase()
        except Exception:
            # Whatever it is, it is tried again: what was destroyed must not lie there for good.
            log.exception("What was deleted could not be erased")
            return False
