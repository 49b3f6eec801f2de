"""Keeping below Discord's limits: at most so many calls in any one second, and member edits of one server in any ten.

discord.py only reacts to a 429; ten thousand of those in ten minutes ban the address. A leaky bucket would
let twice its rate through in the first second, so this counts the calls of the last second instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.ids import GuildXid

WINDOW = timedelta(seconds=1.05)
"""A little more than a second: calls do not arrive as evenly as they leave, and two bursts may draw together."""
CALM = timedelta(seconds=0.25)
"""What is not pressing stands aside while a call would have to wait for longer than this."""
MEMBER_EDITS, MEMBER_WINDOW = 10, timedelta(seconds=10.5)
"""How many people of one server may be muted or unmuted in ten seconds, as people who run bots report."""
SPARE = 2
"""How many of these are kept for those who are to be heard: nobody waits to speak because others are made silent."""


class Pace:
    """Lets a call go when fewer than `most` went in the second before it, or in another `window`."""

    def __init__(self, clock: Clock, most: int, window: timedelta = WINDOW) -> None:
        self._clock = clock
        self._most = most
        self._window = window
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

    @property
    def is_calm(self) -> bool:
        """Whether so little is asked for that what is not pressing delays nobody."""
        now = self._clock.utcnow()
        return self._next(now) <= now + CALM

    @property
    def free_at(self) -> datetime:
        """When the next call could go."""
        return self._next(self._clock.utcnow())

    def free_with(self, spare: int) -> datetime:
        """When a call could go that leaves so many places free."""
        return self._next(self._clock.utcnow(), spare)

    def turn_now(self, spare: int = 0) -> bool:
        """Take a place that is free at once, and leave so many others free. Returns whether there was one: what can be
        left out does not wait."""
        now = self._clock.utcnow()
        slot = self._next(now, spare)
        if slot > now:
            return False
        self._gone.append(slot)
        return True

    def ahead(self) -> None:
        """Go at once, and let what comes after wait for it: somebody waits for an answer, which has three seconds."""
        self._gone.append(self._next(self._clock.utcnow()))

    @property
    def left(self) -> int:
        """How many calls could go at once."""
        now = self._clock.utcnow()
        return self._most - sum(gone + self._window > now for gone in self._gone)

    def _next(self, now: datetime, spare: int = 0) -> datetime:
        most = self._most - spare
        return max(now, self._gone[-most] + self._window) if len(self._gone) >= most else now


class MemberEdits:
    """The edits of members and of their voice states that one server allows, shared by all its circles. Nobody who is
    to be heard stands in line for one: while one waits that may change, so whoever waits looks again, and the most
    pressing goes first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._servers: dict[GuildXid, Pace] = {}
        self._rests: list[tuple[datetime, Callable[[GuildXid], bool]]] = []

    def rest_until(self, at: datetime, which: Callable[[GuildXid], bool] = lambda _: True) -> None:
        """None is there before then, in these servers: it is not known how many were made before a start."""
        self._rests.append((at, which))

    def take(self, guild_xid: GuildXid, *, urgent: bool) -> bool:
        """Take one of them, for somebody who is to be heard (`urgent`), or for anything else. Returns whether there was
        one."""
        return not self._rests_in(guild_xid) and self._of(guild_xid).turn_now(0 if urgent else SPARE)

    def left(self, guild_xid: GuildXid) -> int:
        """How many there are now, those that are kept for who is to be heard included."""
        return 0 if self._rests_in(guild_xid) else self._of(guild_xid).left

    def free_at(self, guild_xid: GuildXid, *, urgent: bool) -> datetime:
        """When there is one again; now, if there is one."""
        at = self._of(guild_xid).free_with(0 if urgent else SPARE)
        return max([at, *(until for until, which in self._rests if which(guild_xid))])

    async def turn(self, guild_xid: GuildXid) -> None:
        """Wait for one that need not come soon. Nobody is kept from being heard by it."""
        while not self.take(guild_xid, urgent=False):
            wait = self.free_at(guild_xid, urgent=False) - self._clock.utcnow()
            await self._clock.sleep(wait.total_seconds(), "Discord's limit of member edits")

    def spent(self, guild_xid: GuildXid) -> None:
        """Discord has said that there are none left, because others make some too: none is taken for a whole window."""
        pace = self._of(guild_xid)
        while pace.turn_now():
            pass

    def _rests_in(self, guild_xid: GuildXid) -> bool:
        if self._rests:
            now = self._clock.utcnow()
            self._rests = [(until, which) for until, which in self._rests if now < until]
        return any(which(guild_xid) for _, which in self._rests)

    def _of(self, guild_xid: GuildXid) -> Pace:
        return self._servers.setdefault(guild_xid, Pace(self._clock, MEMBER_EDITS, MEMBER_WINDOW))
