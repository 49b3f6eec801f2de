"""A restart at every point of a gathering: one card, one circle, nobody asked or told twice, nobody forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.crash import press
from tests.journeys.house import words
from tests.journeys.playing import Playing
from tests.journeys.restarts import Story, restart_everywhere
from tests.journeys.script import wait

pytestmark = pytest.mark.exhaustive


@dataclass(frozen=True)
class Outcome:
    """What everybody sees in the end, and what is left."""

    lobby: list[str]
    private: dict[str, list[str]]
    seats: list[int]
    left: int
    times: tuple[int, ...] = ()
    """The instants that are shown are those of the card, whatever happens, and are compared with the rest."""


async def _gather(h: Playing) -> None:
    if not h.said(h.lobby) and not await h.bot.desks.circle.open_in(h.guild_id):
        await h.slash(h.fay, "circle gather")


async def _look(h: Playing) -> Outcome:
    circles = await h.bot.desks.circle.open_in(h.guild_id)
    people: list[Any] = [h.fay, h.co, *h.members[:4]]
    due, upcoming = await h.bot.desks.gathering.due()
    return Outcome(
        [_plain(h, text) for text in h.said(h.lobby)],
        {who.name: sorted(_plain(h, words(message)) for message in h.direct(who)) for who in people},
        [len(one.state.seated) for one in circles],
        len(due) + (upcoming is not None),
    )


def _plain(h: Any, text: str) -> str:
    """What a message says, without instants, and without the number of the room that was made."""
    return re.sub(r"<t:\d+", "<t:?", h.named(text).replace(h.way_in if h.has_room else "[?", "[?"))


STORY = Story(
    [
        _gather,
        wait(4),
        *(press(person, "I would like a circle now") for person in (1, 2, 3)),
        wait(6),
        press(0, "I can hold it"),
        *(wait(seconds) for seconds in (3, 5, 10, 20)),
    ],
    _look,
    20,
)


async def test_a_restart_at_any_point_changes_nothing_that_anyone_sees(
    tmp_path: Path, record_property: Any
) -> None:
    played = await restart_everywhere(STORY, tmp_path / "home")
    assert played.outcome.seats == [4]
    assert played.outcome.left == 0
    assert len(played.outcome.lobby) == 2
    record_property("counted", f"a gathering: {played.counted()}")
