"""What is counted since the start, for whoever runs the bot. Nothing in it is of a server or a person."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

LATE_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Up to how many seconds late each step of the histogram goes; after the last comes everything later."""


class Lateness:
    """How late the clocks of sessions were moved, as a histogram."""

    def __init__(self) -> None:
        self._steps = [0] * (len(LATE_S) + 1)
        self.sum_s = 0.0

    def add(self, late_s: float) -> None:
        """One was so many seconds late; none is early."""
        late_s = max(0.0, late_s)
        self._steps[bisect_left(LATE_S, late_s)] += 1
        self.sum_s += late_s

    def up_to(self) -> list[int]:
        """How many were at most as late as each step of `LATE_S`, and at the end how many there were."""
        return list(accumulate(self._steps))


@dataclass(slots=True)
class Counts:
    """What was counted since the start."""

    reads: int = 0
    writes: int = 0
    hand_offs: int = 0
    lateness: Lateness = field(default_factory=Lateness)
