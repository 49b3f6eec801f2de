"""A circle in a held voice channel, with a restart at every commit and every request: nobody is left muted.

People leave voice while they are muted, and come back: one while the circle goes on, one hours after it, to another
channel. In the end everybody is as muted as they were before, field by field; at every turn the one who has the piece
can be heard when they are asked to speak.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.crash import Points, Step, counting, play_through, press
from tests.journeys.house import House, house
from tests.journeys.script import opened, slash, wait
from tests.journeys.test_held_voice import comes, heard, marks, muted

pytestmark = pytest.mark.exhaustive

SHARES = int(os.environ.get("RESTART_SHARES", "4"))
HOURS_S = 3 * 3600


@dataclass(frozen=True)
class Held:
    """The outcome of an evening."""

    muted: list[str]
    left_to_undo: int
    was_heard: list[list[str]]
    """Who could be heard in the room in the middle of each turn."""


def _joins(person: int, elsewhere: bool = False) -> Step:
    async def step(h: Any) -> None:
        channels = h.env.backend.channels.values()
        place = next(one for one in channels if one.name == "elsewhere") if elsewhere else None
        await comes(h, [h.fay, *h.members][person], place)

    return step


def _leaves(person: int) -> Step:
    async def step(h: Any) -> None:
        await [h.fay, *h.members][person].leave_voice()

    return step


def _tells(person: int, told: dict[int, list[str]], *between: Step) -> list[Step]:
    """Somebody tells a story. In the middle it is noted who can be heard, and something happens."""

    async def note(h: Any) -> None:
        told[person] = heard(h)

    return [
        press(person, "Receive"),
        wait(12),
        note,
        *between,
        wait(8),
        press(person, "I'm done"),
        wait(8),
    ]


def _steps(told: dict[int, list[str]]) -> list[Step]:
    everyone = (0, 1, 2, 3)
    return [
        opened("voice", held=True, format="check-in"),
        *(press(person, "Save me a seat") for person in everyone[1:]),
        wait(3),
        *(_joins(person) for person in everyone),
        slash(0, "circle start"),
        wait(80),  # time that a restart took is given back, up to a heartbeat
        *(press(person, "I agree") for person in everyone),
        wait(12),
        *_tells(0, told, _leaves(3)),
        *_tells(1, told, _joins(3), _joins(2, elsewhere=True), wait(4), _joins(2)),
        *_tells(2, told, slash(0, "circle pause"), wait(12), slash(0, "circle resume")),
        press(3, "Receive"),
        _leaves(2),
        wait(2),
        slash(0, "circle end"),
        wait(30),
        _leaves(3),
        wait(HOURS_S),
        _joins(2, elsewhere=True),
        wait(12),
    ]


async def _play(h: House, points: Points) -> Held:
    told: dict[int, list[str]] = {}
    await play_through(h, points, _steps(told))
    return Held(muted(h), await marks(h), [told[person] for person in sorted(told)])


@pytest.mark.parametrize("share", range(SHARES))
async def test_a_restart_at_any_point_leaves_nobody_muted(share: int, tmp_path: Path) -> None:
    points = Points(lambda number: number % SHARES == share)

    async def play() -> Any:
        async with house(tmp_path / "home" / "circle.db") as h:
            h.expected_faults = ["Killed"]
            h.guild.create_voice_channel("elsewhere")
            guild = h.env.backend.get_guild(h.guild_id)
            guild.members[h.members[0].id].mute = True  # somebody else's doing, which stays
            guild.members[h.fay.id].role_ids += guild.members[h.admin.id].role_ids
            with counting(points):
                return await _play(h, points)

    expected = await points.forks.play(play)
    assert sum(name.startswith("PATCH") and "members" in name for name in points.names) > 15, "hardly a mute"
    assert expected == Held(["ann"], 0, [["fay"], [], ["ben"]])
    for killed in points.forks.branches:
        assert killed.fault is None, f"{killed.name}\n{killed.fault}"
        assert killed.outcome == expected, killed.name
