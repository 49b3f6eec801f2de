"""A restart at every point of a story, all of them: the outcome has to be what it is without any restart."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from pprint import pformat
from typing import Any

from bot.rehearsal.simulation import SimulatedClock
from tests import databases
from tests.journeys.crash import BEAT, Point, Points, Step, counting, play_through
from tests.journeys.house import House, house
from tests.journeys.playing import Playing


@dataclass(frozen=True)
class Story:
    """What is played, and which points it passes."""

    steps: Sequence[Step]
    look: Callable[[Playing], Awaitable[Any]]
    """Tells what everybody sees by now, and in `times` which instants it shows."""
    at_least: int
    """How many points it has. On PostgreSQL, where only its commits are, half as many."""
    requests: bool = True
    """Whether requests are points, or commits alone. On PostgreSQL they are none: a request leaves the database as the
    commit before it did, and what comes of that does not depend on its kind."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[House], None] = lambda h: None
    """What there is in the server before the story begins."""
    without_what_is_kept_nowhere: Callable[[Any], Any] = lambda outcome: outcome
    """The outcome without what is given with a press or not at all, because nobody is known any more after it."""


@dataclass(frozen=True)
class Played:
    """What a whole story has come to."""

    outcome: Any
    points: Points

    def counted(self) -> str:
        """How often the bot was killed, and in how many copies."""
        copies = self.points.forks.branches
        return f"{sum(len(copy.told) for copy in copies)} restarts in {len(copies)} copies"


WHOLE = (1, 1)
"""All points of a story."""


async def restart_everywhere(story: Story, home: Path, part: tuple[int, int] = WHOLE) -> Played:
    """Play a story, and a restart at each of its points.

    Args:
        story: the story.
        home: where its databases are.
        part: which of how many parts of the points, each as large as the others, so that several cores may share a
            long story.

    Raises:
        AssertionError: somebody saw something else than without a restart.
    """
    requests = story.requests and not databases.on_postgresql()
    undisturbed = Points(requests=requests)
    await _play(story, undisturbed, home / "undisturbed")
    points = Points(undisturbed, requests=requests)
    points.over |= _of_others(undisturbed.passed, *part)
    outcome = await _play(story, points, home / "killed")
    assert len(points.passed) > (story.at_least // 2 if databases.on_postgresql() else story.at_least)
    assert set(points.passed) <= points.over, "no copy was killed there"
    assert any(point.name == BEAT for point in points.passed), "commits are no longer known by name"
    least = story.without_what_is_kept_nowhere(outcome)
    for copy in points.forks.branches:
        where = "killed at " + ", then at ".join(map(str, copy.told or ()))
        assert copy.fault is None, f"{where}\n{copy.fault}"
        if copy.outcome != least:
            assert copy.outcome == outcome, f"{where}\n{_difference(copy.outcome, outcome)}"
        # No time is lost. Up to one heartbeat is given back twice, when the last thing the bot did left no trace.
        for shown, meant in zip(copy.outcome.times, outcome.times, strict=True):
            assert 0 <= shown - meant <= SimulatedClock.beat_s, where
    return Played(outcome, points)


def _of_others(passed: Sequence[Point], nth: int, how_many: int) -> set[Point]:
    """The points of the other parts."""
    return {point for place, point in enumerate(passed) if place * how_many // len(passed) != nth - 1}


def _difference(shown: Any, meant: Any) -> str:
    lines = difflib.unified_diff(pformat(meant).splitlines(), pformat(shown).splitlines(), n=1, lineterm="")
    return "\n".join(lines)


async def _play(story: Story, points: Points, home: Path) -> Any:
    async def play() -> Any:
        async with house(home / "circle.db", **story.settings) as h:
            h.expected_faults = ["Killed"]
            story.prepare(h)
            with counting(points):
                await play_through(h, points, story.steps, story.look)
                return await story.look(h)

    return await points.forks.play(play)
