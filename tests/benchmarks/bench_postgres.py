"""One transition on PostgreSQL against the same one on SQLite, in CPU: the bot's, and that of the server's processes.

Both play the same evenings in turns, and both have each commit on the disk. The target is for one transition after the
other. When many come at once, SQLite commits some of them together, and PostgreSQL works side by side.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ids import SessionId
from tests import postgres
from tests.benchmarks.bench_transition import LATER_S, deal
from tests.benchmarks.report import Report
from tests.benchmarks.servers import Cpu, server
from tests.benchmarks.sitting import Sitting

SEATS, CIRCLES, ROUNDS = 5, 25, 8
WARM_ROUNDS = 2
"""Both drivers make a statement ready when it has come some times."""
MOST_TIMES_SQLITE = 2.5


@dataclass(slots=True)
class Spent:
    """What one transition took on average, in each batch: milliseconds of the bot's CPU and of the server's."""

    bot: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    @contextmanager
    def take(self, of_server: Callable[[], float]) -> Iterator[None]:
        """Measure a batch."""
        server_s, bot_s = of_server(), time.process_time()
        yield
        self.bot.append(1000 * (time.process_time() - bot_s) / CIRCLES)
        self.server.append(1000 * (of_server() - server_s) / CIRCLES)

    @property
    def both(self) -> list[float]:
        """Bot and server together."""
        return [bot + server for bot, server in zip(self.bot, self.server, strict=True)]


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
@pytest.mark.parametrize("side_by_side", [1, CIRCLES], ids=["one by one", "all at once"])
async def test_postgres(report: Report, tmp_path: Path, side_by_side: int) -> None:
    with server() as made:
        cpu = Cpu(made)
        own = {"sqlite": lambda: 0.0, "postgresql": cpu.seconds}
        sittings = {
            "sqlite": await Sitting.at(tmp_path / "sqlite.db", seats=SEATS),
            "postgresql": await Sitting.at(made.url(), seats=SEATS),
        }
        ids = {
            name: [await sitting.go_round(number) for number in range(CIRCLES)]
            for name, sitting in sittings.items()
        }
        now = max(sitting.desks.transactions.clock.utcnow() for sitting in sittings.values())
        spent = {name: {kind: Spent() for kind in LATER_S} for name in sittings}
        for turn in range(WARM_ROUNDS + ROUNDS):
            for kind, later_s in LATER_S.items():
                now += timedelta(seconds=later_s)
                for name, sitting in sittings.items():
                    sitting.move_to(now)
                    with spent[name][kind].take(own[name]):
                        for some in batched(ids[name], side_by_side):
                            await asyncio.gather(*(deal(sitting, [n], kind, turn % SEATS + 1) for n in some))
        states = [
            (await sitting.desks.circle.get(SessionId(ids[name][0]))).state
            for name, sitting in sittings.items()
        ]
        assert states[0].turns == states[1].turns > WARM_ROUNDS + ROUNDS - 1
        for sitting in sittings.values():
            await sitting.store.close()

    count = ROUNDS * len(LATER_S) * CIRCLES
    group = f"One transition on PostgreSQL, {count} of them, {side_by_side} at once, commits on the disk, {SEATS} seats"
    here, there = ([_joined(spent[name], part) for part in _PARTS] for name in sittings)
    floor = statistics.mean(here[0])
    report.add(group, "floor: the same on SQLite", floor, "ms", "CPU, mean")
    ratio = statistics.mean(there[0]) / floor
    report.add(
        group,
        "one transition, bot and server",
        statistics.mean(there[0]),
        "ms",
        "CPU, mean",
        ratio=ratio,
        at_most=MOST_TIMES_SQLITE if side_by_side == 1 else None,
        of_ratio=True,
    )
    for name, part in (("- the bot", 1), ("- the server's processes", 2)):
        value = statistics.mean(there[part])
        report.add(group, name, value, "ms", "CPU, mean", ratio=value / floor)
    for kind in LATER_S:
        of_kind = [spent[name][kind].both[WARM_ROUNDS:] for name in ("postgresql", "sqlite")]
        value, on_sqlite = map(statistics.mean, of_kind)
        report.add(group, f"- {kind}", value, "ms", "CPU, mean", ratio=value / on_sqlite)
    # Other work on the machine makes both dearer, but not alike; only what even the quietest batches exceed fails.
    ratio = min(ratio, min(there[0]) / min(here[0]))
    assert ratio <= MOST_TIMES_SQLITE or side_by_side > 1, (
        f"a transition costs {ratio:.1f} times what it does on SQLite"
    )


def batched(numbers: list[int], size: int) -> list[list[int]]:
    """The same numbers, so many at a time."""
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]


_PARTS: tuple[Callable[[Spent], list[float]], ...] = (lambda s: s.both, lambda s: s.bot, lambda s: s.server)


def _joined(spent: dict[str, Spent], part: Callable[[Spent], list[float]]) -> list[float]:
    """That part of every batch, of all kinds, once the drivers were warm."""
    return [batch_ms for of_kind in spent.values() for batch_ms in part(of_kind)[WARM_ROUNDS:]]
