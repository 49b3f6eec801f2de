"""What somebody sees who looks at several processes from outside: who has what, how late it is, how busy they are."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select

from bot.clock import Clock
from bot.store.opening import open_store
from bot.store.tables import deadline, delivery, pulse

if TYPE_CHECKING:
    from .field import Field


@dataclass(frozen=True, order=True)
class Late:
    """By how many seconds something was overdue, and what it was."""

    seconds: float = 0.0
    what: str = "nothing"

    def __str__(self) -> str:
        return f"{self.seconds:4.2f} s ({self.what})"


class Watch:
    """Looks at the database many times a second: who has taken what, and how late what is due is."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.epochs: dict[int, int] = {}
        self.taken_at: dict[int, float] = {}
        """When each slot last changed hands."""
        self.latest: dict[int, Late] = defaultdict(Late)
        """By slot, what was overdue the longest since `begin`. What was overdue before counts from then on: it may be
        something that an answer has shown already, which nobody but its process knows."""
        self._clock = Clock()
        self._began = self._clock.utcnow()

    def begin(self) -> None:
        """Measure anew."""
        self.latest.clear()
        self._began = self._clock.utcnow()
        self.taken_at.clear()

    def latest_of(self, slots: Iterable[int]) -> Late:
        """What was overdue the longest in these slots since `begin`."""
        return max((self.latest[slot] for slot in slots), default=Late())

    async def taken(self, slots: Iterable[int], since: float, within_s: float = 30) -> float:
        """Wait until all of these slots have changed hands. Returns how many seconds that was after `since`."""
        async with asyncio.timeout(within_s):
            while not set(slots) <= self.taken_at.keys():  # noqa: ASYNC110 (it is what is looked at)
                await asyncio.sleep(0.02)
        return max(self.taken_at[slot] for slot in slots) - since

    async def run(self) -> None:
        """Look, for ever."""
        store = await open_store(self._url)
        epochs = select(pulse.c.slot, pulse.c.epoch)
        try:
            while True:

                def look(db: Any) -> tuple[Any, Any, Any]:
                    now = self._clock.utcnow()
                    due = select(deadline.c.slot, literal("deadline"), deadline.c.due_at).where(
                        deadline.c.due_at < now
                    )
                    out = select(delivery.c.slot, delivery.c.kind, delivery.c.not_before).where(
                        delivery.c.not_before < now, delivery.c.attempts == 0
                    )
                    late = [
                        (s, Late((now - max(at, self._began)).total_seconds(), kind))
                        for s, kind, at in db.execute(due.union_all(out))
                    ]
                    return now, late, db.execute(epochs).all()

                _, late, found = await store.read(look)
                for slot, one in late:
                    self.latest[slot] = max(self.latest[slot], one)
                for slot, epoch in found:
                    if self.epochs.get(slot) != epoch:
                        self.epochs[slot], self.taken_at[slot] = epoch, time.monotonic()
                await asyncio.sleep(0.03)
        finally:
            await store.close()


class Slowness:
    """How many times longer what these processes do takes than it would if nobody else wanted the computer: 1 if none
    of them ever waited for a core. Linux counts for every thread how long it ran, and how long it could have.

    Source: https://docs.kernel.org/scheduler/sched-stats.html, `/proc/<pid>/schedstat`.
    """

    def __init__(self, pids: Iterable[int]) -> None:
        """From now on. `pids`: the numbers of the processes."""
        self._pids = list(pids)
        self._before = self._times()

    def _times(self) -> dict[Path, tuple[int, int]]:
        found: dict[Path, tuple[int, int]] = {}
        for pid in self._pids:
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                try:
                    ran, waited, _ = map(int, thread.read_text().split())
                except OSError:
                    continue  # it has ended meanwhile
                found[thread] = ran, waited
        return found

    @property
    def factor(self) -> float:
        """Since then."""
        ran = waited = 0
        for thread, (ran_now, waited_now) in self._times().items():
            ran_before, waited_before = self._before.get(thread, (0, 0))
            ran, waited = ran + ran_now - ran_before, waited + waited_now - waited_before
        return 1 + waited / ran if ran else 1.0


def owner_of(made: Field, slots: Iterable[int]) -> dict[int, int]:
    """Which process said last that it took each slot."""
    found: dict[int, tuple[str, int]] = {}
    for number in made.running:
        for line in made.log(number).splitlines():
            if "Slots taken: " in line:
                for slot in map(int, line.rsplit("Slots taken: ", 1)[1].split(", ")):
                    found[slot] = max(found.get(slot, ("", -1)), (line[:23], number))
    return {slot: found[slot][1] for slot in slots if slot in found}
