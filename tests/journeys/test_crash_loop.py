"""A bot that is killed every few seconds, as its people see it: slow, and no longer than that."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.rehearsal.simulation import SimulatedClock
from tests.journeys.crash import Points, counting, rise
from tests.journeys.house import House, house, words

pytestmark = pytest.mark.exhaustive


def _ends(h: House) -> int | None:
    """When the turn ends, as its card says; None when its time is up."""
    found = re.search(r"Ends <t:(\d+):R>", words(h.newest(h.fay, "[I'm done]")))
    return None if found is None else int(found[1])


async def test_a_turn_ends_although_the_bot_is_killed_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(SimulatedClock, "beat_s", Clock.beat_s)
    chance = random.Random(7)
    killed = []  # kept, so that nothing of theirs is tidied up
    async with house(tmp_path / "home" / "circle.db") as h:
        h.expected_faults = ["Killed"]
        await h.begin(3, format="quick-circle")
        await h.press(h.fay, "Receive")
        begun = h.env.now()
        ends = _ends(h)
        assert ends is not None
        meant_s = ends - begun.timestamp()
        deaths = 0
        with counting(points := Points()):
            while _ends(h) is not None:
                await h.wait(chance.uniform(3, 8))
                points.dead = True
                killed.append(await rise(h, points))
                deaths += 1
                assert deaths < 100, "the time stands still"
        took_s = (h.env.now() - begun).total_seconds()
        assert deaths > 20
        assert meant_s <= took_s <= meant_s + deaths * (Clock.beat_s + 0.5) + 8
        await h.press(h.fay, "I'm done")
        await h.wait(6)
        assert h.holder() == "Ann", "and the circle goes on"


async def test_time_goes_on_although_no_process_lives_for_two_seconds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each wait for a heartbeat is twice the one before: more than half of every life is kept, but for its start."""
    monkeypatch.setattr(SimulatedClock, "beat_s", Clock.beat_s)
    chance = random.Random(7)
    killed, lived_s = [], 0.0  # kept, so that nothing of theirs is tidied up
    async with house(tmp_path / "home" / "circle.db") as h:
        h.expected_faults = ["Killed"]
        await h.begin(3, format="quick-circle")
        await h.press(h.fay, "Receive")
        ends = _ends(h)
        with counting(points := Points()):
            for _ in range(20):
                life_s = chance.uniform(0.2, Clock.beat_s - 0.1)
                lived_s += life_s
                await h.wait(life_s)
                points.dead = True
                killed.append(await rise(h, points))
        later = _ends(h)
        assert ends is not None
        assert later is not None
        assert 0 <= later - ends <= 0.6 * lived_s, "little of it is given back"
