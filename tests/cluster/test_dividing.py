"""Circles under way go on after a planned restart with other numbers of shards and slots."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.settings import Cluster
from tests.cluster.field import Field, field_of
from tests.databases import address, blank

pytestmark = [pytest.mark.postgresql, pytest.mark.long]


@pytest.mark.asyncio
async def test_circles_go_on_when_everything_is_divided_anew(tmp_path: Path) -> None:
    url, keys_url = address(tmp_path / "circle.db"), blank(tmp_path / "keys.db")
    async with field_of(url, keys_url, tmp_path, Cluster(shards=4, slots=2)) as made:
        await made.seed(6)
        made.start(0)
        await made.connected()
        made.play((0.5, 1.0))
        await _hand_offs(made, 2)
        await made.rest()
        made.end(0)
        before = await made.at_rest()

        made.divide(Cluster(shards=12, slots=6))
        made.start(1)
        await made.connected()
        assert "Servers are divided into 12 shards and 6 slots" in made.log(1)
        made.play((0.5, 1.0))
        await _hand_offs(made, max(before.values()) + 1)
        after = await made.at_rest()
        assert made.doubled() == []
        assert {room: len(circle.offers) for room, circle in made.circles.items()} == after
        assert all(after[room] > before[room] for room in after)


async def _hand_offs(made: Field, at_least: int) -> None:
    """Wait until the piece was offered so often in every circle."""
    async with asyncio.timeout(120):
        while min(len(circle.offers) for circle in made.circles.values()) < at_least:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
