"""A page left open for a day, and a hundred messages a second: nothing grows without an end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from unittest.mock import MagicMock

import pytest

from bot.rehearsal.observer import Posted, Seen
from bot.rehearsal.room import album, simcord_calls
from bot.rehearsal.room.faults import KEPT, Faults, NewestLines
from bot.rehearsal.room.page_updates import PageUpdates
from tests.rehearsal.room.visiting import visiting


async def test_thousands_of_messages_leave_bounded_traces() -> None:
    async with visiting() as v:
        await v.open()
        world = v.room.world
        backend, ana = world.env.backend, world.community.circle[1].actor

        async def chat(count: int) -> None:
            for number in range(count):
                async with world.one_at_a_time():
                    await simcord_calls.move(world.env, 0.01)
                    backend.create_message(world.community.lobby.id, ana.id, f"Message {number}")
            await world.env.settle()

        await chat(3 * simcord_calls.ENOUGH)
        sizes = [
            len(backend.transcript),
            len(backend.messages[world.community.lobby.id]),
            len(backend._reserved_ids),
            len(backend._sequences),
        ]
        assert max(sizes) <= 2 * simcord_calls.ENOUGH + 2 * simcord_calls.MESSAGES
        assert 3 * simcord_calls.ENOUGH < len(world.album) < 3 * simcord_calls.ENOUGH + 20
        state = await v.state("Ben")
        assert state["channels"][0]["unread"] == 99
        assert len(state["messages"]) == 150
        # The invitation is older than all of them, and there still: the bot's own words are counted apart.
        assert any(
            m.author_id == world.community.bot_id for m in backend.messages[world.community.lobby.id].values()
        )


def test_the_album_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(album, "MOST", 3)
    community, observer = MagicMock(guests={}), MagicMock()
    community.backend.messages.get.return_value = {}
    observer.in_private.return_value = ()
    book = album.Album(community, observer)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    book.add(Posted(Seen(number, 1, 1, now, "", [])) for number in range(10))
    assert len(book) == 3


async def test_interactions_and_ids_of_long_ago_are_forgotten() -> None:
    async with visiting() as v:
        await v.open()
        backend = v.room.world.env.backend
        assert backend.interactions
        ids = len(backend._reserved_ids)
        v.room.world.env.backend.advance_clock(16 * 60)
        backend.transcript.extend([("GATEWAY", "NOTHING", {})] * simcord_calls.ENOUGH)
        assert simcord_calls.tidy(v.room.world.env)
        assert not backend.interactions
        assert not backend.interaction_tokens
        assert not backend.http_requests
        assert len(backend._reserved_ids) < ids
        await v.act("Ana", "send", text="And on.")
        await v.press("Ana", "Save me a seat")


async def test_a_page_that_does_not_listen_has_one_thing_waiting() -> None:
    updates = PageUpdates()
    with updates.listening() as page:
        for _ in range(100_000):
            updates.touch()
        assert await page.wait(0)
        assert not await page.wait(0)
        assert updates.pages == 1
    assert updates.pages == 0
    with updates.listening() as page:
        waiting = asyncio.ensure_future(page.wait(5))
        await asyncio.sleep(0)
        updates.end()
        assert await waiting


def test_errors_and_notices_are_the_newest_few() -> None:
    lines = NewestLines(5)
    for number in range(1000):
        lines.add(str(number))
    assert [line["text"] for line in lines.shown()] == ["995", "996", "997", "998", "999"]
    assert lines.shown()[-1]["id"] == 1000
    faults = Faults()
    error = RuntimeError("once")
    for _ in range(3):
        faults.add_raised(error)
    wrapped = ValueError("around it")
    wrapped.__cause__ = error
    faults.add_raised(wrapped)
    assert [line["text"] for line in faults.lines.shown()] == ["RuntimeError: once"]
    for number in range(100):
        faults.add_raised(RuntimeError(str(number)))
    assert len(faults.lines.shown()) == KEPT
