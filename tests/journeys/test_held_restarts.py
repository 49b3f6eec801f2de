"""A circle in a held channel, with a restart at every commit and every request: nobody is left silenced.

At the end the room can still be read, so its permissions are compared field by field with those of the same evening
without any restart; and at every turn the one who has the piece can write when they are asked to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import script
from tests.journeys.playing import Playing
from tests.journeys.restarts import Story, restart_everywhere

pytestmark = [pytest.mark.exhaustive, pytest.mark.long]


@dataclass(frozen=True)
class Held:
    """What everybody sees in a held room, and what each of them may do there."""

    session: script.Outcome
    permissions: dict[int, tuple[int, int]]
    left_to_undo: int

    @property
    def times(self) -> list[int]:
        """Every instant the cards show, in order."""
        return self.session.times


async def _look(h: Playing) -> Held:
    undone = await h.bot.desks.rooms.held_in(h.guild_id)
    return Held(await script.outcome(h), _permissions(h), len(undone.marks))


def _permissions(h: Playing) -> dict[int, tuple[int, int]]:
    if not h.has_room:
        return {}
    return {
        one.target_id: (one.allow, one.deny) for one in h.room._channel.overwrites if one.allow or one.deny
    }


STORY = Story(
    [script.opened("channel", held=True), *script.STEPS],
    _look,
    250,
    settings={"rooms": {"at_end": "archive", "linger_minutes": 30}},
)


async def test_a_restart_at_any_point_leaves_nobody_silenced(tmp_path: Path, record_property: Any) -> None:
    played = await restart_everywhere(STORY, tmp_path / "home")
    points = played.points.passed
    assert sum("permissions" in point.name for point in points) > 20, "hardly anything was held"
    assert played.outcome.left_to_undo == 0
    record_property("counted", f"a held channel: {played.counted()}")
