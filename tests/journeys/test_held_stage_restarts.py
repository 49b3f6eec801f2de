"""A circle on a held stage, with a restart at every commit and every request: nobody is left in the audience.

At every turn the one who has the piece is invited and, once they accept, heard, and nobody else; a yes that comes while
the bot is away is not lost. In the end everybody is where they are without any restart.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.services.rooms.marks import Value
from tests.journeys import on_stages, script
from tests.journeys.crash import Points, Step, counting, play_through, press
from tests.journeys.house import House, house

pytestmark = pytest.mark.exhaustive

SHARES = int(os.environ.get("RESTART_SHARES", "4"))


@dataclass(frozen=True)
class Held:
    """What everybody sees in a held room, and where each of them is on the stage."""

    session: script.Outcome
    places: list[Value]
    left_to_undo: int


def _people(h: Any) -> list[Any]:
    return [h.fay, *h.members[:3]]


def _comes(person: int) -> Step:
    async def step(h: Any) -> None:
        who = _people(h)[person]
        if on_stages.place(h, who) is Value.GONE:
            await who.join_voice(h.room)

    return step


def _leaves(person: int) -> Step:
    async def step(h: Any) -> None:
        who = _people(h)[person]
        if on_stages.place(h, who) is not Value.GONE:
            await who.leave_voice()

    return step


def _accepts(person: int) -> Step:
    """They are asked, and are heard then; nobody else is."""

    async def step(h: Any) -> None:
        who = _people(h)[person]
        if on_stages.place(h, who) is not Value.HEARD:
            await on_stages.accept(h, who)
        heard = [one.name for one in _people(h) if on_stages.place(h, one) is Value.HEARD]
        assert heard == [who.name]

    return step


def _declines(person: int) -> Step:
    async def step(h: Any) -> None:
        who = _people(h)[person]
        if on_stages.place(h, who) is Value.INVITED:
            await on_stages.decline(h, who)

    return step


def _tells(person: int) -> list[Step]:
    return [_accepts(person), script.wait(20), press(person, "I'm done"), script.wait(8)]


STEPS: list[Step] = [
    script.opened("stage", held=True, format="check-in"),
    *(press(person, "Save me a seat") for person in (1, 2, 3)),
    script.wait(3),
    *(_comes(person) for person in (0, 1, 2, 3)),
    script.slash(0, "circle start"),
    script.wait(80),
    *(press(person, "I agree") for person in (0, 1, 2, 3)),
    script.wait(4),
    *_tells(0),
    _declines(1),
    script.wait(5),
    press(1, "Receive"),
    script.wait(3),
    _accepts(1),
    script.wait(5),
    script.slash(0, "circle pause"),
    script.wait(20),
    script.slash(0, "circle resume"),
    script.wait(5),
    press(1, "I'm done"),
    script.wait(8),
    _accepts(2),
    script.wait(5),
    _leaves(2),
    script.wait(10),
    _comes(2),
    script.wait(4),
    *_tells(2),
    press(3, "Pass"),
    script.wait(8),
    script.wait(100),
    script.slash(0, "circle end"),
    script.wait(20),
]


async def _play(h: House, points: Points) -> Held:
    await play_through(h, points, STEPS)
    undone = await h.bot.desks.rooms.held_in(h.guild_id)
    places = [on_stages.place(h, who) for who in _people(h)]
    return Held(await script.outcome(h), places, len(undone.marks))


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
    assert sum("voice-states" in name for name in points.names) > 8, "hardly anything was held"
    assert expected.left_to_undo == 0
    for killed in points.forks.branches:
        assert killed.fault is None, f"{killed.name}\n{killed.fault}"
        assert killed.outcome.places == expected.places, killed.name
        assert killed.outcome.left_to_undo == 0, killed.name
        assert killed.outcome.session == expected.session, killed.name
