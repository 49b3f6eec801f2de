"""A restart at every point of a story, one after the other, all of them.

At each point the bot is killed and started again, in a copy of the process, and people go on. The outcome has to be
what it is without any restart: the same cards in the same order, none twice, the same direct messages, the same
anonymous rows. A full session is killed at every commit and at every request Discord took; four weeks of a weekly
circle, and a closed series of two meetings, at every commit. Of heartbeats with nothing between them, the first stands
for all: they save only that the bot lives, so that whoever starts after a later one finds everything else as it was. On
PostgreSQL a session and a closed series are killed at every commit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import script, two_meetings, weekly
from tests.journeys.restarts import WHOLE, Story, restart_everywhere

pytestmark = [pytest.mark.exhaustive, pytest.mark.long]

STORIES = {
    "a session": Story([script.opened("thread"), *script.STEPS], script.outcome, 180),
    "four weeks": Story(
        weekly.IN_QUARTERS_OF_A_DAY,
        weekly.outcome,
        120,
        requests=False,
        without_what_is_kept_nowhere=weekly.without_look_back,
    ),
    "a closed series": Story(two_meetings.STEPS, two_meetings.outcome, 60, requests=False),
}


# Four weeks take long on PostgreSQL, and save in ways that a session has too.
@pytest.mark.parametrize(
    ("name", "part"),
    [
        pytest.param("a session", WHOLE, id="a session"),
        pytest.param("a closed series", (1, 2), id="a closed series, first half"),
        pytest.param("a closed series", (2, 2), id="a closed series, second half"),
        pytest.param("four weeks", WHOLE, id="four weeks", marks=pytest.mark.sqlite),
    ],
)
async def test_a_restart_at_any_point_changes_nothing_that_anyone_sees(
    name: str, part: tuple[int, int], tmp_path: Path, record_property: Any
) -> None:
    played = await restart_everywhere(STORIES[name], tmp_path / "home", part)
    record_property("counted", f"{name}: {played.counted()}")
