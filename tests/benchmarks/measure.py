"""Stopwatches. CPU time is what something costs; wall time is also what else the machine was doing meanwhile."""

from __future__ import annotations

import cProfile
import gc
import math
import pstats
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT


@dataclass(slots=True)
class Times:
    """Samples of one operation, in seconds: of CPU (every thread of this process) and of the clock."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @contextmanager
    def take(self, times: int = 1) -> Iterator[None]:
        """Measure the block, which does the operation that many times."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu.append((time.process_time() - cpu) / times)
        self.wall.append((time.perf_counter() - wall) / times)

    @property
    def cpu_ms(self) -> float:
        """The median CPU time in milliseconds."""
        return 1000 * statistics.median(self.cpu)

    @property
    def least_cpu_ms(self) -> float:
        """The least CPU time in milliseconds: what it costs when nothing else is in the way."""
        return 1000 * min(self.cpu)

    @property
    def wall_ms(self) -> float:
        """The median wall time in milliseconds."""
        return 1000 * statistics.median(self.wall)


def least_us(work: Callable[[], object], rounds: int = 7, round_s: float = 0.05) -> float:
    """The CPU time of one call in microseconds: the least of several rounds."""
    work()
    once = time.thread_time()
    work()
    once = max(time.thread_time() - once, 1e-7)
    times = max(1, int(round_s / once))
    found = []
    gc.collect()
    for _ in range(rounds):
        before = time.thread_time()
        for _ in range(times):
            work()
        found.append((time.thread_time() - before) / times)
    return 1e6 * min(found)


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least that share of all samples does not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


class Profile:
    """Says where the CPU time of one thread goes, by package. It slows Python down; only shares are of use."""

    def __init__(self) -> None:
        self._profile = cProfile.Profile(time.thread_time)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch this block."""
        self._profile.enable()
        try:
            yield
        finally:
            self._profile.disable()

    def shares(self) -> list[tuple[str, float]]:
        """The share of each package, largest first. What is built in counts for whoever called it."""
        stats = pstats.Stats(self._profile).stats  # type: ignore[attr-defined]
        own: dict[str, float] = defaultdict(float)
        for (file, _, _), (_, _, self_s, _, callers) in stats.items():
            if file == "~" and callers:
                for (caller, _, _), (_, _, of_it_s, _) in callers.items():
                    own[_package(caller)] += of_it_s
            else:
                own[_package(file)] += self_s
        total = sum(own.values()) or 1.0
        return sorted(((name, spent / total) for name, spent in own.items()), key=lambda item: -item[1])


def _package(file: str) -> str:
    path = Path(file)
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1].removesuffix(".py")
    if path.is_relative_to(ROOT):
        inner = path.relative_to(ROOT).parts
        return "/".join(inner[:2]) if inner[0] == "bot" else inner[0]
    if "asyncio" in path.parts or path.name == "selectors.py":
        return "asyncio"
    return "the standard library"
