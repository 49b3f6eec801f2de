"""What the benchmarks found, as one aligned table and, where `BENCH_JSON` names a file, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `basis` says of what: CPU or wall time, and how the repetitions were summed up."""

    group: str
    name: str
    value: float
    unit: str
    basis: str
    ratio: float | None = None
    target: str = ""
    is_met: bool | None = None

    @property
    def verdict(self) -> str:
        """`met` or `missed` where there is a target."""
        return "" if self.is_met is None else "met" if self.is_met else "missed"


@dataclass(slots=True)
class Report:
    """Every figure of one run, in the order they were measured."""

    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        group: str,
        name: str,
        value: float,
        unit: str,
        basis: str,
        *,
        ratio: float | None = None,
        at_most: float | None = None,
        of_ratio: bool = False,
    ) -> Figure:
        """Keep one figure.

        Args:
            group: the benchmark.
            name: what was measured.
            value: how much.
            unit: of what, such as "ms".
            basis: CPU or wall, and median, minimum, or a percentile.
            ratio: to the floor measured in the same run.
            at_most: the target.
            of_ratio: whether the target is for the ratio; otherwise it is for the value.
        """
        target, is_met = "", None
        if at_most is not None:
            measured = ratio if of_ratio else value
            assert measured is not None
            target = f"<= {at_most:g}" + ("x" if of_ratio else f" {unit}")
            is_met = measured <= at_most
        figure = Figure(group, name, value, unit, basis, ratio, target, is_met)
        self.figures.append(figure)
        return figure

    def lines(self) -> list[str]:
        """The table."""
        head = ("figure", "value", "", "measured as", "x floor", "target", "verdict")
        rows: list[tuple[str, ...]] = [head]
        group = ""
        for item in self.figures:
            if item.group != group:
                group = item.group
                rows += [("",) * len(head), (group, *("",) * (len(head) - 1))]
            ratio = "" if item.ratio is None else f"{item.ratio:.1f}"
            value = f"{item.value:,.0f}" if abs(item.value) >= 1000 else f"{item.value:.3g}"
            rows.append((f"  {item.name}", value, item.unit, item.basis, ratio, item.target, item.verdict))
        return _aligned(rows, right=(1, 4))

    def write(self, path: Path) -> None:
        """Write the figures as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(item) for item in self.figures], indent=1) + "\n", "utf-8")


def _aligned(rows: Sequence[tuple[str, ...]], right: tuple[int, ...]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
