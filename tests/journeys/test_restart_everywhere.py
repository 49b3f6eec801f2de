"""A restart at every point of a story, one after the other, all of them.

Each run kills the bot at one point, starts it again, and lets people go on. The outcome has to be what it is without
any restart: the same cards in the same order, none twice, the same direct messages, the same anonymous rows. A full
session is killed at every commit and at every request Discord took; four weeks of a weekly circle at every commit.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.simulation import SimulatedClock
from tests.journeys import script, weekly
from tests.journeys.crash import Points, counting
from tests.journeys.house import House, house

SHARES = int(os.environ.get("RESTART_SHARES", "8"))
BEATS = 6
"""At how many heartbeats the weeks are killed too; a heartbeat saves only that the bot lives."""


@dataclass(frozen=True)
class Story:
    """What is played, and where it is killed."""

    play: Callable[[House, Points], Awaitable[Any]]
    points: Callable[[int | None], Points]
    at_least: int


STORIES = {
    "a session": Story(script.play, Points, 150),
    "four weeks": Story(weekly.play, lambda at: Points(at, beats=BEATS, requests=False), 60),
}


async def _run(story: Story, points: Points) -> Any:
    async with house() as h:
        h.expected_faults = ["Killed"]
        with counting(points):
            return await story.play(h, points)


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, tuple[Any, list[str]]]:
    return {}


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("name", STORIES)
async def test_a_restart_at_any_point_changes_nothing_that_anyone_sees(
    name: str, share: int, undisturbed: dict[str, tuple[Any, list[str]]]
) -> None:
    story = STORIES[name]
    if name not in undisturbed:
        points = story.points(None)
        undisturbed[name] = await _run(story, points), points.names
    expected, names = undisturbed[name]
    assert len(names) > story.at_least
    for kill_at in range(1 + share, len(names) + 1, SHARES):
        outcome = await _run(story, story.points(kill_at))
        where = f"killed at point {kill_at}: {names[kill_at - 1]}"
        assert outcome == expected, where
        # No time is lost. Up to one heartbeat is given back twice, when the last thing the bot did left no trace.
        for shown, meant in zip(outcome.times, expected.times, strict=True):
            assert 0 <= shown - meant <= SimulatedClock.beat_s, where
