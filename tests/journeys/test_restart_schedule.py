"""A restart at every commit and every request of four weeks of a weekly circle, one after the other, all of them.

The outcome has to be what it is without any restart: the same cards in the channel, the same direct messages to the
same people, none twice, the same events, the same number of anonymous rows.
"""

from __future__ import annotations

import os

import pytest

from tests.journeys.crash import Points, counting
from tests.journeys.house import house
from tests.journeys.weekly import Outcome, play

BEATS = 6
"""At how many heartbeats the bot is killed too; they save only that it lives."""
SHARES = int(os.environ.get("RESTART_SHARES", "8"))


async def _run(points: Points) -> Outcome:
    async with house() as h:
        h.expected_faults = ["Killed"]
        with counting(points):
            return await play(h, points)


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, object]:
    return {}


@pytest.mark.parametrize("share", range(SHARES))
async def test_a_restart_at_any_point_of_four_weeks_changes_nothing_that_anyone_sees(
    share: int, undisturbed: dict[str, object]
) -> None:
    if not undisturbed:
        points = Points(beats=BEATS)
        undisturbed["outcome"] = await _run(points)
        undisturbed["names"] = points.names
    expected, names = undisturbed["outcome"], undisturbed["names"]
    assert isinstance(names, list)
    for kill_at in range(1 + share, len(names) + 1, SHARES):
        outcome = await _run(Points(kill_at, beats=BEATS))
        assert outcome == expected, f"killed at point {kill_at}: {names[kill_at - 1]}"
