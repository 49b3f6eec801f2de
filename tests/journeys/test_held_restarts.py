"""A circle in a held channel, with a restart at every commit and every request: nobody is left silenced.

At the end the room can still be read, so its permissions are compared field by field with those of the same evening
without any restart; and at every turn the one who has the piece can write when they are asked to.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import script
from tests.journeys.crash import Points, counting, play_through
from tests.journeys.house import House, house

pytestmark = pytest.mark.exhaustive

SHARES = int(os.environ.get("RESTART_SHARES", "4"))


@dataclass(frozen=True)
class Held:
    """The outcome of an evening."""

    session: script.Outcome
    permissions: dict[int, tuple[int, int]]
    left_to_undo: int


def _permissions(h: House) -> dict[int, tuple[int, int]]:
    return {
        one.target_id: (one.allow, one.deny) for one in h.room._channel.overwrites if one.allow or one.deny
    }


async def _play(h: House, points: Points) -> Held:
    await play_through(h, points, [script.opened("channel", held=True), *script.STEPS])
    undone = await h.bot.desks.rooms.held_in(h.guild_id)
    return Held(await script.outcome(h), _permissions(h), len(undone.marks))


@pytest.mark.parametrize("share", range(SHARES))
async def test_a_restart_at_any_point_leaves_nobody_silenced(share: int, tmp_path: Path) -> None:
    points = Points(lambda number: number % SHARES == share)

    async def play() -> Any:
        settings = {"rooms": {"at_end": "archive", "linger_minutes": 30}}
        async with house(tmp_path / "home" / "circle.db", **settings) as h:
            h.expected_faults = ["Killed"]
            with counting(points):
                return await _play(h, points)

    expected = await points.forks.play(play)
    assert sum("permissions" in name for name in points.names) > 20, "hardly anything was held"
    assert expected.left_to_undo == 0
    for killed in points.forks.branches:
        assert killed.fault is None, f"{killed.name}\n{killed.fault}"
        assert killed.outcome.permissions == expected.permissions, killed.name
        assert killed.outcome.left_to_undo == 0, killed.name
        assert killed.outcome.session == expected.session, killed.name
