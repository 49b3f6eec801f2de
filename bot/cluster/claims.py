"""Which slots a process has: those whose advisory locks it holds, on a connection that does nothing else.

Whoever dies or is cut off loses its connection, and with it its slots: at once when it is killed, and after `IDLE_MS`
when it is frozen, because PostgreSQL ends a connection that asks nothing. It knows so itself before that: a slot is
had no longer than `LEASE_S` after the last answer. Others look several times a second for what is free.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.clock import Clock
from bot.settings import Cluster
from bot.slots import Slots
from bot.store.store import StoreError

from .connecting import REACHED, Connection
from .layout import LOCKS, agree, first_epoch

log = logging.getLogger(__name__)

LOOK_S = 0.2
"""How often to look for slots that are free, and to let PostgreSQL know that this process lives."""
LEASE_S = 3.0
IDLE_MS = 4_000
"""After how long PostgreSQL ends a connection on which nothing is asked. It is longer than a lease: whoever is frozen
has stopped before another may begin."""
SETTLED_S = 10.0
"""How long the same processes have to be there until one with more slots than its share gives some to the others."""
LEAVING_S = 1.0
"""How long a slot that is given up is nobody's: what was under way in it comes to its end."""
MEMBERS = LOCKS + 1
"""The first number of the locks by which the processes are counted."""
CHANNEL = "story_circle"
_HELD = """
SELECT classid::bigint, objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid::bigint IN (%s, %s)
"""
_EPOCH = "UPDATE pulse SET epoch = epoch + 1 WHERE slot = %s RETURNING epoch"


class Lost(Exception):
    """The connection is gone, and with it every slot."""


class Claims:
    """Takes slots, until it is cancelled or `Lost` is raised."""

    def __init__(self, url: str, cluster: Cluster, slots: Slots, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._cluster = cluster
        self._slots = slots
        self._connection: Connection
        self.first_epoch = 0
        """The epoch of what nobody has had before, since some process began while no other was at work."""
        self._claimed: set[int] = set()
        self._until = 0.0
        self._members: set[int] = set()
        self._settled_at = 0.0
        self._leaving: tuple[int, float] | None = None
        """The slot that is being given up, and when others may have it."""
        self.on_taken: list[Callable[[Mapping[int, int]], None]] = []
        """Told which slots were taken, and the epoch of each."""
        self.on_left: list[Callable[[int], None]] = []
        """Told which slot was given up."""
        self.on_notice: list[Callable[[str], None]] = []
        """Told what another process has to say."""
        slots.hold_while(self._holds)

    def _holds(self) -> bool:
        return asyncio.get_running_loop().time() < self._until

    async def open(self, alone: Callable[[], Awaitable[object]]) -> None:
        """Connect, and agree with the others on how everything is divided.

        Args:
            alone: done first, if nobody else is at work.

        Raises:
            StoreError: the database cannot be reached, or the others do not agree.
        """
        self._connection = await Connection.open(
            self._url, "idle_in_transaction_session_timeout=2000", "statement_timeout=2000"
        )
        try:
            await agree(self._connection, self._cluster, self._clock, alone)
            self.first_epoch = await first_epoch(self._connection)
            await self._connection.ask(f"SET idle_session_timeout = {IDLE_MS}")
            await self._connection.ask("SELECT pg_advisory_lock_shared(%s, pg_backend_pid())", MEMBERS)
            await self._connection.ask(f"LISTEN {CHANNEL}")
        except REACHED as error:
            raise StoreError(f"The PostgreSQL database does not answer: {type(error).__name__}.") from None
        self._until = asyncio.get_running_loop().time() + LEASE_S

    async def run(self) -> None:
        """Take slots and keep them, for ever.

        Raises:
            Lost: every slot is lost.
        """
        try:
            while True:
                await self._look()
                async for notice in self._connection.raw.notifies(timeout=LOOK_S):
                    for hears in self.on_notice:
                        hears(notice.payload)
        except REACHED as error:
            raise Lost(f"the connection that holds the slots is gone: {type(error).__name__}") from None
        finally:
            self._until = 0.0

    async def close(self) -> None:
        """Give every slot to the others."""
        self._until = 0.0
        await self._connection.close()

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            raise Lost("this process stood still for too long to keep its slots")
        found = await self._connection.ask(_HELD, LOCKS, MEMBERS)
        self._until = now + LEASE_S
        held = {slot for kind, slot in found if kind == LOCKS}
        members = {pid for kind, pid in found if kind == MEMBERS}
        if members != self._members:
            self._members, self._settled_at = members, now + SETTLED_S
        every = self._cluster.all_slots
        free = [slot for slot in every if slot not in held]
        share = -(-len(every) // max(1, len(members)))
        # Those who come together begin at different ends, so that they do not ask for the same.
        start = len(free) * (self._connection.raw.info.backend_pid % 7) // 7
        await self._take([*free[start:], *free[:start]][: max(0, share - len(self._claimed))])
        if now >= self._settled_at:
            await self._even_out(share, now)

    async def _even_out(self, share: int, now: float) -> None:
        """Give up what is more than our share, one slot after the other, for others to take."""
        if self._leaving is not None:
            slot, at = self._leaving
            if now >= at:
                self._leaving = None
                await self._connection.ask("SELECT pg_advisory_unlock(%s, %s)", LOCKS, slot)
                self._claimed.discard(slot)
        elif len(self._claimed) > share:
            slot = max(self._claimed)
            self._leaving = slot, now + LEAVING_S
            self._slots.leave(slot)
            log.info("Slot given up: %d", slot)
            for hears in self.on_left:
                hears(slot)

    async def _take(self, wanted: list[int]) -> None:
        taken: dict[int, int] = {}
        for slot in wanted:
            ((got,),) = await self._connection.ask("SELECT pg_try_advisory_lock(%s, %s)", LOCKS, slot)
            if got:
                # From here on whoever had it before is found out, should it wake up again.
                epochs = await self._connection.ask(_EPOCH, slot)
                taken[slot] = int(epochs[0][0]) if epochs else 0
        if taken:
            self._claimed |= taken.keys()
            log.info("Slots taken: %s", ", ".join(map(str, sorted(taken))))
            for hears in self.on_taken:
                hears(taken)
