"""A circle in a held voice channel, with a restart at every commit and every request: nobody is left muted.

People leave voice while they are muted, and come back: one while the circle goes on, one hours after it, to another
channel. In the end everybody is as muted as they were before, field by field; at every turn the one who has the piece
can be heard when they are asked to speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.crash import Step, press
from tests.journeys.house import House
from tests.journeys.restarts import Story, restart_everywhere
from tests.journeys.script import opened, slash, wait
from tests.journeys.test_held_voice import comes, heard, marks, muted

pytestmark = [pytest.mark.exhaustive, pytest.mark.long]

HOURS_S = 3 * 3600
TOLD: dict[int, list[str]] = {}
"""Who could be heard in the room in the middle of each turn of the story that is played."""


@dataclass(frozen=True)
class Held:
    """Who is muted, and who was heard."""

    muted: list[str]
    left_to_undo: int
    was_heard: list[list[str]]
    """Who could be heard in the room in the middle of each turn."""

    @property
    def times(self) -> list[int]:
        """No instant of a card is looked at."""
        return []


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


async def _nobody_has_told(_: Any) -> None:
    TOLD.clear()


def _tells(person: int, *between: Step) -> list[Step]:
    """Somebody tells a story. In the middle it is noted who can be heard, and something happens."""

    async def note(h: Any) -> None:
        TOLD[person] = heard(h)

    return [
        press(person, "Receive"),
        wait(12),
        note,
        *between,
        wait(8),
        press(person, "I'm done"),
        wait(8),
    ]


EVERYONE = (0, 1, 2, 3)
STEPS: list[Step] = [
    _nobody_has_told,
    opened("voice", held=True, format="check-in"),
    *(press(person, "Save me a seat") for person in EVERYONE[1:]),
    wait(3),
    *(_joins(person) for person in EVERYONE),
    slash(0, "circle start"),
    wait(80),  # time that a restart took is given back, up to a heartbeat
    *(press(person, "I agree") for person in EVERYONE),
    wait(12),
    *_tells(0, _leaves(3)),
    *_tells(1, _joins(3), _joins(2, elsewhere=True), wait(4), _joins(2)),
    *_tells(2, slash(0, "circle pause"), wait(12), slash(0, "circle resume")),
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


async def _look(h: Any) -> Held:
    return Held(muted(h), await marks(h), [TOLD[person] for person in sorted(TOLD)])


def _prepare(h: House) -> None:
    h.guild.create_voice_channel("elsewhere")
    guild = h.env.backend.get_guild(h.guild_id)
    guild.members[h.members[0].id].mute = True  # somebody else's doing, which stays
    guild.members[h.fay.id].role_ids += guild.members[h.admin.id].role_ids


STORY = Story(STEPS, _look, 150, prepare=_prepare)


async def test_a_restart_at_any_point_leaves_nobody_muted(tmp_path: Path, record_property: Any) -> None:
    played = await restart_everywhere(STORY, tmp_path / "home")
    names = [point.name for point in played.points.passed]
    assert sum(name.startswith("PATCH") and "members" in name for name in names) > 15, "hardly a mute"
    assert played.outcome == Held(["ann"], 0, [["fay"], [], ["ben"]])
    record_property("counted", f"a held voice channel: {played.counted()}")
