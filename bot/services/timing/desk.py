"""The desk for whoever lets time pass: what is due, and going on after the bot was away."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle import events as e
from bot.ids import SessionId
from bot.store import queries as q

from .. import fencing
from ..circle import acting, sessions
from ..circle.answer import Answer
from ..schedule import reminders
from ..starting import aside, sealing_up
from ..unit_of_work import Transactions, Work
from ..unreadable import Unreadable
from . import due, housekeeping, measures, recovery
from .due import Due
from .measures import Measures
from .recovery import LeftBehind

TOGETHER = 5
"""To how many sessions time is given back in one transaction."""


class TimingDesk:
    """The clocks of sessions."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def look(self, at: datetime, most: int = 500) -> Due:
        """What is due at that instant, and when anything is due next: a session's clock, or a schedule."""
        return await self._transactions.read(due.look, at, most)

    async def measure(self) -> Measures:
        """How much there is to do, in numbers, for whoever runs the bot."""
        return await self._transactions.read(measures.measure)

    async def tick(self, session_id: SessionId) -> bool:
        """Let the clock do what is due in a session; nothing, if it is gone.

        Returns:
            Whether it was moved, and nothing else was: `on_deadline` has been told when it is due next.
        """
        try:
            ticked = await self._transactions.write(_tick, session_id)
        except sessions.NoSession:
            return True
        is_halved = any(isinstance(event, e.Halved) for event in ticked.events)
        return bool(ticked.events) and not is_halved

    def note_late(self, due_at: datetime) -> None:
        """A session's clock that was due then is moved now: count how late that is."""
        late = self._transactions.clock.utcnow() - due_at
        self._transactions.counts.lateness.add(late.total_seconds())

    async def postpone(self, session_id: SessionId, seconds: float = 60) -> None:
        """Let a session's clock wait, because moving it failed. Its people can still do everything."""

        def postpone(work: Work) -> None:
            later = {"of_session": session_id, "new_due_at": work.now + timedelta(seconds=seconds)}
            work.db.execute(q.postpone_deadline, later)

        await self._transactions.write(postpone)

    async def set_aside(self, error: Unreadable) -> None:
        """Leave what cannot be read, so that it is not looked at again before the next start."""
        await self._transactions.write(aside.put, error.what, error.number)

    async def last_seen(self) -> datetime | None:
        """When a process that had one of our slots was last known to be alive; None if none ever was."""
        return await self._transactions.read(_last_seen)

    async def beat(self) -> bool:
        """Keep that our slots are looked after. Returns whether any session in them is under way."""
        return await self._transactions.write(recovery.beat)

    async def keep_house(self) -> None:
        """Forget what has been kept for long enough."""
        # All wishes are opened for it, which takes a while with many; so they are read beside the one writer.
        wishes = await self._transactions.read(reminders.old_wishes)
        await self._transactions.write(housekeeping.keep_house, wishes)

    async def take_over(self, slot: int) -> LeftBehind:
        """Give back the time for which nobody looked after a slot. Returns to which sessions, and since when.

        It is done for a few of them at once, so that nobody who presses waits for all.
        """
        do = self._transactions
        left = await do.write(recovery.take_over, slot)
        firsts = range(0, len(left.sessions), TOGETHER)
        groups = ((first, left.sessions[first : first + TOGETHER]) for first in firsts)
        await asyncio.gather(
            *(do.write(recovery.give_back, them, left.since, first) for first, them in groups)
        )
        await do.write(recovery.beat_for, slot)
        return left

    async def recover(self) -> int:
        """Give back the time the bot was away, while nobody else is at work. Returns how many sessions are open."""
        await self._transactions.write(sealing_up.seal_what_lies_open)
        return await self._transactions.write(recovery.recover)


def _tick(work: Work, session_id: SessionId) -> Answer:
    fencing.check_session(work, session_id)
    return acting.act(work, session_id, None, c.Tick())


def _last_seen(work: Work) -> datetime | None:
    seen = [recovery.last_seen(work, slot) for slot in work.slots]
    return max((instant for instant in seen if instant is not None), default=None)
