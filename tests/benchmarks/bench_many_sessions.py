"""Two hundred sessions at once on SimCord, in step, from opening to the closed room.

What it costs includes SimCord, which is most of it. That nothing is lost is the point; `tests/journeys` has the
same at a smaller size.
"""

from __future__ import annotations

from tests.benchmarks.measure import Times
from tests.benchmarks.report import Report
from tests.journeys.test_many_sessions import hall

SESSIONS, PEOPLE = 200, 3


async def test_two_hundred_sessions(report: Report) -> None:
    times = Times()
    async with hall(SESSIONS, PEOPLE) as h:
        before = h.env.now()
        with times.take():
            await h.play()
        played_s = (h.env.now() - before).total_seconds()
        h.check()
        group = (
            f"{SESSIONS} simultaneous sessions of {PEOPLE} on SimCord, {played_s / 60:.0f} simulated minutes"
        )
        wall, cpu = times.wall[0], times.cpu[0]
        report.add(
            group, "hand-offs lost, doubled or out of order", 0, f"of {h.hand_offs}", "asserted", at_most=0
        )
        report.add(group, "presses and commands", h.presses, "", "count")
        report.add(group, "calls to Discord under the global limit", len(h.requests.at), "", "count")
        report.add(
            group,
            "most of them in any one second",
            h.requests.busiest_second(),
            "/s",
            "simulated",
            at_most=45,
        )
        report.add(group, "longest from letting go to the next card", h.longest_wait_s(), "s", "simulated")
        report.add(group, "the whole run", wall, "s", "wall, once")
        report.add(group, "the whole run", cpu, "s", "CPU, once")
        report.add(group, "a hand-off with its presses", 1000 * cpu / h.hand_offs, "ms", "CPU, mean")
        report.add(group, "hand-offs a second", h.hand_offs / wall, "/s", "wall, mean")
