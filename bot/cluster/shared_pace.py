"""Discord's global limit where several processes share it: each call is booked in the database.

The times lie evenly, so that no second has more of them than Discord allows, whoever takes them.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.pace import CALM, Pace
from bot.slots import Slots
from bot.store.store import StoreError

from .bookings import Bookings

CALLS = "calls"
WINDOW_S = 1.2
"""As `bot.pace.WINDOW`, and more: calls of several processes arrive less evenly than those of one."""


class SharedPace(Pace):
    """As `Pace`, for all processes together."""

    def __init__(self, clock: Clock, most: int, bookings: Bookings, slots: Slots) -> None:
        super().__init__(clock, most)
        self._slots = slots
        self._bookings = bookings
        self._every_s = WINDOW_S / most
        self._known_until: datetime = clock.utcnow()
        """Until when times are taken, as far as this process knows."""
        self._behind = asyncio.Lock()
        self._waiting: list[asyncio.Future[float]] = []
        self._booking: asyncio.Task[None] | None = None

    async def turn(self) -> None:
        """Wait for the next free place, of all processes.

        Raises:
            ConnectionError: the database does not answer, or this process has no slot any more. Trying again later may
                work.
        """
        try:
            if not await self._bookings.wait_for(self._place, self._sleep):
                # The computer has too much to do. Calls go all the same, or none ever would, as far apart as booked.
                async with self._behind:
                    await self._sleep(self._every_s)
        except StoreError:
            raise ConnectionError("the database does not say when a call may go") from None
        if not self._slots.own:
            # It stood still meanwhile, and another process may be doing the same.
            raise ConnectionError("others have the slots of this process now")

    async def _place(self) -> float:
        return await self._next_place()

    async def _sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds, "Discord's global limit")

    @property
    def is_free(self) -> bool:
        """Whether a call could go at once, as far as this process knows."""
        return self._known_until <= self._clock.utcnow()

    @property
    def is_calm(self) -> bool:
        """Whether so little is asked for, as far as this process knows, that what is not pressing delays nobody."""
        return self._known_until <= self._clock.utcnow() + CALM

    def turn_now(self, spare: int = 0) -> bool:
        """Never: whether a place is free nobody knows without asking. What can be left out is left out."""
        return False

    def ahead(self) -> None:
        """Go at once, and let what comes after wait for it."""
        self._next_place().add_done_callback(_unheard)

    def _next_place(self) -> asyncio.Future[float]:
        """Book a place. Those asked for while the database is asked are booked together the next time."""
        place: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        # Whoever asks in the same moment whether calls stand in line must not think that none do.
        self._known_until = max(self._known_until, self._clock.utcnow()) + timedelta(seconds=self._every_s)
        if self._booking is None or self._booking.done():
            self._booking = asyncio.create_task(self._book())
        return place

    async def _book(self) -> None:
        while self._waiting:
            places, self._waiting = self._waiting, []
            try:
                first_s = await self._bookings.book(CALLS, self._every_s, len(places))
            except Exception as error:
                for place in places:
                    if not place.done():
                        place.set_exception(error)
                continue
            now = self._clock.utcnow()
            taken = len(places) + len(self._waiting)
            self._known_until = now + timedelta(seconds=max(0.0, first_s) + taken * self._every_s)
            for number, place in enumerate(places):
                if not place.done():
                    place.set_result(first_s + number * self._every_s)


def _unheard(place: asyncio.Future[float]) -> None:
    """Nobody waits for it, so nobody need know that it could not be booked."""
    if not place.cancelled():
        place.exception()
