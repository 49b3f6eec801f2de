"""A circle on a held stage, with a restart at every commit and every request: nobody is left in the audience.

At every turn the one who has the piece is invited and, once they accept, heard, and nobody else; a yes that comes while
the bot is away is not lost. In the end everybody is where they are without any restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.services.rooms.marks import Value
from tests.journeys import on_stages, script
from tests.journeys.crash import Step, press
from tests.journeys.restarts import Story, restart_everywhere

pytestmark = [pytest.mark.exhaustive, pytest.mark.long]


@dataclass(frozen=True)
class Held:
    """What everybody sees in a held room, and where each of them is on the stage."""

    session: script.Outcome
    places: list[Value]
    left_to_undo: int

    @property
    def times(self) -> list[int]:
        """Every instant the cards show, in order."""
        return self.session.times


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


REST_S = 20
"""Nobody is moved for ten seconds after a start, because it is not known how many were just before it; and a breath."""


def _tells(person: int) -> list[Step]:
    return [_accepts(person), script.wait(20), press(person, "I'm done"), script.wait(REST_S)]


STEPS: list[Step] = [
    script.opened("stage", held=True, format="check-in"),
    *(press(person, "Save me a seat") for person in (1, 2, 3)),
    script.wait(REST_S),
    *(_comes(person) for person in (0, 1, 2, 3)),
    script.slash(0, "circle start"),
    script.wait(80),
    *(press(person, "I agree") for person in (0, 1, 2, 3)),
    script.wait(REST_S),
    *_tells(0),
    _declines(1),
    script.wait(REST_S),
    press(1, "Receive"),
    script.wait(REST_S),
    _accepts(1),
    script.wait(REST_S),
    script.slash(0, "circle pause"),
    script.wait(20),
    script.slash(0, "circle resume"),
    script.wait(REST_S),
    press(1, "I'm done"),
    script.wait(REST_S),
    _accepts(2),
    script.wait(REST_S),
    _leaves(2),
    script.wait(REST_S),
    _comes(2),
    script.wait(REST_S),
    *_tells(2),
    press(3, "Pass"),
    script.wait(REST_S),
    script.wait(100),
    script.slash(0, "circle end"),
    script.wait(20),
]


async def _look(h: Any) -> Held:
    undone = await h.bot.desks.rooms.held_in(h.guild_id)
    places = [on_stages.place(h, who) for who in _people(h)]
    return Held(await script.outcome(h), places, len(undone.marks))


STORY = Story(STEPS, _look, 150, settings={"rooms": {"at_end": "archive", "linger_minutes": 30}})


async def test_a_restart_at_any_point_leaves_nobody_silenced(tmp_path: Path, record_property: Any) -> None:
    played = await restart_everywhere(STORY, tmp_path / "home")
    names = [point.name for point in played.points.passed]
    assert sum("voice-states" in name for name in names) > 8, "hardly anything was held"
    assert played.outcome.left_to_undo == 0
    record_property("counted", f"a held stage: {played.counted()}")
