"""The same circle in every room, gentle and held: the same record at the end, and everything as it was before.

Played in simulated Discord and on the strict one, there with a bot that is stopped or killed, in turn, on the way.
"""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.services.rooms.kinds import RoomKind
from tests.journeys.every_room import KINDS, STEPS, Kind, Simulated, play
from tests.journeys.house import house
from tests.wire.every_room import Strict
from tests.wire.strict_house import StrictHouse, play_in_strict_house

Record = list[tuple[object, ...]]
THREAD = Kind(RoomKind.PRIVATE)
RESTART_EVERY = 9


@cache
def _simulated(kind: Kind) -> Record:
    """What remains of it in simulated Discord."""

    async def played() -> Record:
        async with house(rooms={"at_end": "archive", "linger_minutes": 10}) as h:
            return await play(Simulated(h, kind))

    return asyncio.run(played())


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_it_is_the_same_circle_in_every_room(kind: Kind) -> None:
    assert len(_simulated(THREAD)) == 1
    assert _simulated(kind) == _simulated(THREAD)


PLAYED_ELSEWHERE = (THREAD, Kind(RoomKind.CHANNEL), Kind(RoomKind.VOICE))
"""A longer evening is played in these on the strict Discord (`tests.wire.test_stories`)."""


def _all_in_the_long_run() -> list[Any]:
    left = [kind for kind in KINDS if kind not in PLAYED_ELSEWHERE]
    return [*left, *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in PLAYED_ELSEWHERE)]


@pytest.mark.parametrize("kind", _all_in_the_long_run(), ids=str)
def test_it_is_the_same_circle_on_the_strict_discord_with_a_bot_that_stops(
    kind: Kind, tmp_path: Path
) -> None:
    async def played(h: StrictHouse) -> Record:
        async def restarted(number: int) -> None:
            if number % RESTART_EVERY == 0:
                await h.restart(kill=h.restarts % 2 == 1)

        found = await play(Strict(h, kind), restarted)
        assert h.restarts == len(STEPS) // RESTART_EVERY > 4
        return found

    assert play_in_strict_house(tmp_path, played) == _simulated(THREAD)
