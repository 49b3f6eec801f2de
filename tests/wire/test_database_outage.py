"""PostgreSQL is killed in the middle of a circle and started again: it goes on within three seconds, in real time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.settings import Database
from tests.postgres import Server
from tests.wire.line import FAY, Line, impatient, until
from tests.wire.stub import Stub, words

pytestmark = pytest.mark.postgresql

SOON_S = 3.0
AWAY_S = 4.0
"""Long enough that the breath between two turns, of five seconds, is over meanwhile."""


@pytest.fixture
def server() -> Iterator[Server]:
    # What is committed has to be there after a kill, as on any server that is not of the tests.
    made = Server.make("synchronous_commit=on")
    yield made
    made.remove()


def test_the_next_offer_comes_soon_after_the_database_is_back(
    server: Server, tmp_path: Path, record_property: Any
) -> None:
    late_s = asyncio.run(_evening(server, tmp_path))
    record_property("counted", f"the next offer came {late_s:.1f} s after the database was back")
    assert late_s < SOON_S


async def _evening(server: Server, home: Path) -> float:
    async with Stub() as stub:
        with stub.in_place(), impatient():
            wire = Line(stub, home, clock=Clock())
            wire.patience_s = 20
            wire.settings = wire.settings.model_copy(update={"database": Database(url=server.url())})
            await wire.start()
            try:
                return await _killed_in_mid_circle(wire, server)
            finally:
                await wire.stop()


async def _killed_in_mid_circle(wire: Line, server: Server) -> float:
    room = await wire.begin(format="quick-circle")
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    turn = await wire.card(room, "[I'm done]")
    await wire.press(FAY, turn, "I'm done")
    server.kill()
    refused = await wire.slash(FAY, "circle pause", room)
    assert "could not save" in words(refused[0]["data"])
    before = len(wire.stub.posted(room))
    await asyncio.sleep(AWAY_S + 2)
    assert len(wire.stub.posted(room)) == before, "the breath is over, and nothing can move on"
    await asyncio.to_thread(server.start)
    back = time.monotonic()
    await until(lambda: len(wire.stub.posted(room)) > before, "the next offer", 20)
    return time.monotonic() - back
