"""A restart at every commit and at every request Discord took, one after the other, all of them.

Each run kills the bot at one point of a full session, starts it again, and lets people go on. The outcome has
to be what it is without any restart: the same cards in the same order, none twice, the same anonymous row.
"""

from __future__ import annotations

import os

import pytest

from bot.timing.deadlines import SAFETY_S
from tests.journeys.crash import Points, counting
from tests.journeys.house import house
from tests.journeys.script import Outcome, play

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
async def test_a_restart_at_any_point_changes_nothing_that_anyone_sees(
    share: int, undisturbed: dict[str, object]
) -> None:
    if not undisturbed:
        points = Points()
        undisturbed["outcome"] = await _run(points)
        undisturbed["names"] = points.names
    expected, names = undisturbed["outcome"], undisturbed["names"]
    assert isinstance(expected, Outcome)
    assert isinstance(names, list)
    assert len(names) > 150
    for kill_at in range(1 + share, len(names) + 1, SHARES):
        outcome = await _run(Points(kill_at))
        where = f"killed at point {kill_at}: {names[kill_at - 1]}"
        assert outcome == expected, where
        # No time is lost. Up to one heartbeat is given back twice, when the last thing the bot did left no trace.
        for shown, meant in zip(outcome.times, expected.times, strict=True):
            assert 0 <= shown - meant <= SAFETY_S, where
