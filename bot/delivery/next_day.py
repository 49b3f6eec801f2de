"""Sending the words that people asked for on the day after a circle. Whom nothing reaches is not told again.

Nothing of it is logged: that there is a word says already that somebody asked for it.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.clock import Clock
from bot.services.care.next_day import NextDay
from bot.services.deliveries.policy import ApiCall
from bot.services.desks import Desks
from bot.services.fencing import NotOurs
from bot.ui.cards.care.next_day import word
from bot.ui.request import Bot

from .due_rows import DueRows
from .failures import Verdict, back_off_s, verdict

log = logging.getLogger(__name__)

LOOK_S = 300.0
"""How often it is looked again, in seconds, while a word waits for the end of somebody's quiet hours."""
WAITS_S = (15.0, 1_800.0)
"""The first wait after a failure and the longest, in seconds."""
MOST_ATTEMPTS = 9
"""How often it is tried again: for about two hours, which most outages of Discord do not last. After that it might come
at night."""


class NextDayWords(DueRows):
    """Sends each word when its time has come."""

    waits_for = "a word for the next day"

    def __init__(self, desks: Desks, clock: Clock, bot: Bot) -> None:
        super().__init__(clock)
        self._care = desks.care
        self._bot = bot

    async def _look(self) -> float | None:
        """Send what is due. Returns the seconds until it is to be looked again; None: until there is another."""
        try:
            due, _ = await self._care.due_next_day()
            for key in due:
                await self._serve(key)
            waiting, upcoming = await self._care.due_next_day()
        except Exception:
            # Whatever it is, it is tried again: who waits for a word is not to wait for ever.
            log.exception("The words for the next day could not be looked at")
            return LOOK_S
        if waiting:
            return LOOK_S
        return self._seconds_until(upcoming)

    async def _serve(self, key: bytes) -> None:
        try:
            what = await self._care.take_next_day(key)
        except NotOurs:
            return
        if what is None:
            return
        try:
            await self._send(key, what)
        except Exception as error:
            means = verdict(error, ApiCall.WRITE)
            if means in (Verdict.AGAIN, Verdict.LATER) and what.attempts < MOST_ATTEMPTS:
                wait = timedelta(seconds=back_off_s(error, what.attempts, means, WAITS_S))
                await self._care.delay_next_day(key, self._clock.utcnow() + wait)
                return
            if means is None:
                log.exception("A word for the next day could not be sent")
        await self._care.forget_next_day(key)

    async def _send(self, key: bytes, what: NextDay) -> None:
        """Send it, on as many cards as it takes. Of closed direct messages nobody is told."""
        t = self._bot.catalogues.pick(what.language)
        for number, card in enumerate(word(t, what, self._bot.settings.care.resources)):
            # The same nonce, so that a crash in between sends nothing twice.
            if not await self._bot.whispers.write(what.member_xid, card, f"{key.hex()[:22]}{number:02}"):
                return
