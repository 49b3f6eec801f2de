"""When direct messages may be sent again after Discord has asked for time, and what the operator is told meanwhile.

Discord refuses all at once when a bot opens direct messages too fast, and counts what is tried all the same. So
after such an answer nobody is written to for a while, and then not everybody in one moment. No message is lost.
"""

from __future__ import annotations

import logging
import zlib
from datetime import datetime, timedelta

from bot.services.deliveries.policy import Where
from bot.services.deliveries.rows import Row

from .failures import Verdict, in_short

log = logging.getLogger(__name__)

FIRST_REST_S, LONGEST_REST_S = 60.0, 600.0
SPREAD_S = 120
"""Those who had to wait are written to within so many seconds, each at their own moment."""
MANY = 3
"""How many messages have to wait before the operator is told."""
AGAIN_AFTER = timedelta(hours=1)
"""How long the operator is not told once more."""


class DirectMessages:
    """What Discord last said to direct messages; only in memory."""

    def __init__(self) -> None:
        self._rest_until: datetime | None = None
        self._in_a_row = 0
        self._waiting: set[int] = set()
        self._said_at: datetime | None = None
        self._closed_in_a_row = 0
        self._said_closed_at: datetime | None = None

    def wait_for(self, row: Row, now: datetime) -> datetime | None:
        """When this row may be tried, if Discord has asked for time; None: now."""
        if row.policy.where is not Where.DIRECT or self._rest_until is None or now >= self._rest_until:
            return None
        self._note(row, now, "it asked for time")
        return self._own_moment(row, self._rest_until)

    def refused(self, row: Row, now: datetime, error: Exception, what: Verdict) -> datetime | None:
        """Discord did not take this row. Returns when to try it again, if that is not for the usual wait to say."""
        if row.policy.where is not Where.DIRECT:
            return None
        until = None
        if what is Verdict.LATER:
            rest_s = min(LONGEST_REST_S, FIRST_REST_S * 2 ** min(self._in_a_row, 10))
            self._in_a_row += 1
            self._rest_until = now + timedelta(seconds=rest_s)
            until = self._own_moment(row, self._rest_until)
        self._note(row, now, in_short(error))
        return until

    def settled(self, row: Row, *, taken: bool) -> None:
        """This row waits no longer, because Discord took it or because it is of no use any more."""
        self._waiting.discard(row.id)
        if taken and row.policy.where is Where.DIRECT:
            self._in_a_row, self._rest_until = 0, None
            self._closed_in_a_row = 0

    def closed(self, row: Row, now: datetime) -> None:
        """This person takes no direct messages. One after the other who take none, and nobody in between who does,
        may be something else: Discord answers like that also for a bot that it holds back."""
        self.settled(row, taken=False)
        if row.policy.where is not Where.DIRECT:
            return
        self._closed_in_a_row += 1
        is_said = self._said_closed_at is not None and now < self._said_closed_at + AGAIN_AFTER
        if self._closed_in_a_row >= MANY and not is_said:
            self._said_closed_at = now
            log.warning(
                "The last %d people who were written to take no direct messages; is the bot held back by Discord?",
                self._closed_in_a_row,
            )

    def _note(self, row: Row, now: datetime, why: str) -> None:
        self._waiting.add(row.id)
        is_said = self._said_at is not None and now < self._said_at + AGAIN_AFTER
        if len(self._waiting) >= MANY and not is_said:
            self._said_at = now
            log.error(
                "Discord does not take direct messages just now: %s. At least %d wait; they are kept and tried again",
                why,
                len(self._waiting),
            )

    def _own_moment(self, row: Row, earliest: datetime) -> datetime:
        return earliest + timedelta(seconds=zlib.crc32(row.nonce.encode()) % SPREAD_S)
