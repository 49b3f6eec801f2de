"""Ten thousand random evenings of the reconciler, each checked as `tests/delivery/test_hearing.py` checks a few."""

from __future__ import annotations

from bot.services.rooms.marks import EditKind
from tests.benchmarks.measure import Times
from tests.benchmarks.report import Report
from tests.delivery.hearing import EVENTS, live

SEQUENCES = 10_000


def test_ten_thousand_evenings_leave_nobody_silenced(report: Report) -> None:
    times, edits = Times(), dict.fromkeys(EditKind, 0)
    with times.take(SEQUENCES * EVENTS):
        for seed in range(SEQUENCES):
            try:
                world = live(seed)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error
            edits[world.kind] += world.edits
    assert all(edits.values())
    made = sum(edits.values()) / SEQUENCES
    report.add("holding the piece", f"edits in an evening of {EVENTS} events", made, "", "mean")
