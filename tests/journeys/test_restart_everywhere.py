"""A restart at every point of a story, one after the other, all of them.

At each point a copy of the process is made in which the bot is killed and started again, and people go on. The
outcome has to be what it is without any restart: the same cards in the same order, none twice, the same direct
messages, the same anonymous rows. A full session is killed at every commit and at every request Discord took; four
weeks of a weekly circle at every commit. Of heartbeats with nothing between them, the first stands for all: they save
only that the bot lives, so that whoever starts after a later one finds everything else as it was.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.simulation import SimulatedClock
from tests.journeys import script, weekly
from tests.journeys.crash import BEAT, Points, counting
from tests.journeys.house import House, house

pytestmark = pytest.mark.exhaustive

SHARES = int(os.environ.get("RESTART_SHARES", "4"))


@dataclass(frozen=True)
class Story:
    """What is played, and which points it passes."""

    play: Callable[[House, Points], Awaitable[Any]]
    points: Callable[..., Points]
    at_least: int
    without_what_is_kept_nowhere: Callable[[Any], Any] = lambda outcome: outcome
    """The outcome without what is given with a press or not at all, because nobody is known any more after it."""


STORIES = {
    "a session": Story(script.play, Points, 180),
    "four weeks": Story(weekly.play, partial(Points, requests=False), 120, weekly.without_look_back),
}


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("name", STORIES)
async def test_a_restart_at_any_point_changes_nothing_that_anyone_sees(
    name: str, share: int, tmp_path: Path
) -> None:
    story = STORIES[name]
    points = story.points(lambda number: number % SHARES == share)

    async def play() -> Any:
        async with house(tmp_path / "home" / "circle.db") as h:
            h.expected_faults = ["Killed"]
            with counting(points):
                return await story.play(h, points)

    expected = await points.forks.play(play)
    assert len(points.names) > story.at_least
    assert BEAT in points.names, "commits are no longer known by name"
    numbers = range(1, len(points.names) + 1)
    assert len(points.forks.branches) == len([n for n in numbers if n % SHARES == share])
    least = story.without_what_is_kept_nowhere(expected)
    for killed in points.forks.branches:
        assert killed.fault is None, f"{killed.name}\n{killed.fault}"
        if killed.outcome != least:
            assert killed.outcome == expected, killed.name
        # No time is lost. Up to one heartbeat is given back twice, when the last thing the bot did left no trace.
        for shown, meant in zip(killed.outcome.times, expected.times, strict=True):
            assert 0 <= shown - meant <= SimulatedClock.beat_s, killed.name
