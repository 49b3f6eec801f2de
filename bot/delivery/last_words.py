"""Telling tellers what their stories met with after their circle has ended: from memory, and nothing of it is kept.

Nobody sits anywhere any more, so the outbox could not find them. Nothing of it is logged either: that there is
something to tell says already what people did in confidence.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.deliveries.policy import ApiCall
from bot.services.last_word import LastWord
from bot.ui.cards.circle.resonance import quiet_word
from bot.ui.i18n import Catalogues
from bot.ui.whispers import Whispers

from .failures import Verdict, back_off_s, verdict

AFTER = timedelta(seconds=3)
"""Whoever ended the circle reads first that it is over."""
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class _Waiting:
    word: LastWord
    at: datetime
    attempts: int = 0
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))


class LastWords:
    """Runs until it is cancelled; `tell` gives it something to say."""

    def __init__(self, clock: Clock, catalogues: Catalogues, whispers: Whispers) -> None:
        self._clock = clock
        self._catalogues = catalogues
        self._whispers = whispers
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()

    def tell(self, words: list[LastWord]) -> None:
        """Tell these in a moment."""
        at = self._clock.utcnow() + AFTER
        self._waiting += [_Waiting(word, at) for word in words]
        self._news.set()

    async def run(self) -> None:
        """Tell whatever there is to tell, for ever."""
        while True:
            self._news.clear()
            now = self._clock.utcnow()
            due = [one for one in self._waiting if one.at <= now]
            self._waiting = [one for one in self._waiting if one.at > now]
            for one in due:
                await self._try(one)
            first = min((one.at for one in self._waiting), default=None)
            wait_s = None if first is None else max(0.0, (first - self._clock.utcnow()).total_seconds())
            await self._clock.wait(self._news, "a last word", wait_s)

    async def _try(self, one: _Waiting) -> None:
        """Tell one; later again if Discord is in trouble, and not for ever."""
        word = one.word
        card = quiet_word(self._catalogues.pick(word.language), word.echo)
        try:
            await self._whispers.tell(word.session_id, word.member_xid, card, one.nonce)
        except Exception as error:
            # Whatever it is: whoever is told after this one waits for it.
            what = verdict(error, ApiCall.WRITE)
            if what in (Verdict.AGAIN, Verdict.LATER) and one.attempts < MOST_ATTEMPTS:
                wait = timedelta(seconds=back_off_s(error, one.attempts, what))
                self._waiting.append(replace(one, at=self._clock.utcnow() + wait, attempts=one.attempts + 1))
