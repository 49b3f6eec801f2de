"""Ten thousand random evenings of the reconciler, checked as the few of `tests/delivery/rooms/hearing`; and how long a
speaker waits to be heard where three circles share the member edits of a server."""

from __future__ import annotations

from bot.services.rooms.marks import EditKind
from tests.benchmarks.measure import Times
from tests.benchmarks.report import Report
from tests.delivery.rooms.hearing.hearing import EVENTS, live
from tests.delivery.rooms.hearing.voice_server import evening, storm

SEQUENCES = 10_000
STORMS, EVENINGS = 500, 40


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


async def test_storms_in_voice_leave_nobody_muted() -> None:
    for seed in range(STORMS):
        try:
            await storm(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


async def test_how_long_a_speaker_waits_to_be_heard(report: Report) -> None:
    waits = sorted([wait for seed in range(EVENINGS) for wait in await evening(seed)])
    name = f"a speaker waits to be heard, three circles of eight in one server, {len(waits)} turns"
    report.add("holding the piece", name, waits[-1], "s", "longest, simulated time", at_most=11)
    report.add("holding the piece", name, waits[len(waits) // 2], "s", "median, simulated time")
