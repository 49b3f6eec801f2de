"""Whatever Discord, or the way to it, does: every delivery arrives exactly once and in order.

What counts is what is there in the end, not how often it was tried.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.ids import SessionId
from tests.wire.line import ANN, BEN, FAY, TIMES, Line, line, until
from tests.wire.stub import Fault, limited, refused, words

FAULTS: dict[str, Callable[[], Fault]] = {
    "429": lambda: limited(0.02),
    "429 for every route": lambda: limited(0.02, everywhere=True),
    "429 of something in between": lambda: Fault(429, "<html>"),
    "500": lambda: refused(500),
    "502": lambda: Fault(502, "<html>"),
    "503": lambda: refused(503),
    "reset": lambda: Fault(cut="reset"),
    "closed while waiting": lambda: Fault(cut="close"),
    "late": lambda: Fault(late_s=0.1),
    "done, and then reset": lambda: Fault(cut="reset", done=True),
    "done, and then closed": lambda: Fault(cut="close", done=True),
}
DONE_AND_502 = "done, and then 502"
FAULTS[DONE_AND_502] = lambda: Fault(502, "<html>", done=True)
POSTS = r"/channels/\d+/messages"
DELIVERIES = POSTS + r".*|/channels/\d+/threads|/channels/\d+/thread-members/\d+"


def opened(wire: Line, channel: int) -> list[tuple[Any, ...]]:
    """What there is to see of an opening that went well."""
    room = wire.stub.threads(channel)[0]
    return [("thread", channel), ("post", channel), ("post", room), ("admit", room)]


def happened(wire: Line, channel: int) -> list[tuple[Any, ...]]:
    """What came of it: what was written, in order, and then who was let in, which waits for no card."""
    found = [effect[:2] for effect in wire.happened(channel)]
    return sorted(found, key=lambda effect: effect[0] == "admit")


@pytest.mark.parametrize("name", FAULTS)
async def test_an_opening_survives(wire: Line, name: str) -> None:
    # After a 502 discord.py makes a thread a second time by itself; see below.
    paths = DELIVERIES.replace("threads|", "none|") if name == DONE_AND_502 else DELIVERIES
    fault = wire.stub.fail(FAULTS[name](), path=paths, within=wire.lobby)
    await wire.open()
    await wire.settled(wire.lobby)
    await wire.quiet()
    assert happened(wire, wire.lobby) == opened(wire, wire.lobby)
    assert fault.hits >= 3, "each of the calls failed once"
    assert len(wire.stub.threads(wire.lobby)) == 1


async def test_a_thread_that_was_made_twice_is_used_once(wire: Line) -> None:
    """A thread has no nonce, so discord.py's own repetition after a 502 can make two. One stays empty."""
    wire.stub.fail(FAULTS[DONE_AND_502](), "POST", r"/channels/\d+/threads")
    await wire.open()
    await until(lambda: len(wire.stub.threads(wire.lobby)) == 2)
    empty, room = wire.stub.threads(wire.lobby)
    await until(lambda: FAY in wire.stub.inside[room], "the second one is the room")
    await wire.quiet()
    assert len(wire.stub.posted(room)) == 1
    assert not wire.stub.posted(empty)
    assert FAY not in wire.stub.inside[empty]


async def test_a_wait_that_discord_asks_for_is_kept(wire: Line) -> None:
    """Half a minute is the longest discord.py waits by itself; beyond that the sender does."""
    wire.stub.fail(limited(35), "POST", f"/channels/{wire.lobby}/messages")
    await wire.open()
    await wire.settled(wire.lobby)
    first, second = wire.stub.tried("POST", f"/channels/{wire.lobby}/messages")
    assert second.at - first.at >= 35 / TIMES
    assert happened(wire, wire.lobby) == opened(wire, wire.lobby)


@pytest.mark.parametrize("name", ["429", "503", "reset", "done, and then closed", DONE_AND_502])
async def test_a_live_circle_survives(wire: Line, name: str) -> None:
    room = await wire.begin()
    await wire.quiet()
    wire.stub.fail(FAULTS[name](), path=DELIVERIES, within=wire.lobby, times=3)
    before = len(wire.stub.posted(room))
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    posted = [words(message).splitlines()[0] for message in wire.stub.posted(room)[before:]]
    assert posted == [
        "## Agreements",
        "## Check-in",
        "-# The talking piece has moved on.",
        f"### <@{ANN}>, the talking piece comes to you.",
    ]


async def test_the_librarys_own_patience_may_run_out(wire: Line) -> None:
    """After five answers of 500 discord.py gives up; the sender does not."""
    wire.stub.fail(refused(500), "POST", f"/channels/{wire.lobby}/messages", times=6)
    await wire.open()
    await wire.settled(wire.lobby)
    assert happened(wire, wire.lobby) == opened(wire, wire.lobby)
    assert len(wire.stub.tried("POST", f"/channels/{wire.lobby}/messages")) == 7


@pytest.mark.parametrize("name", ["429", "500", "503", "reset", "closed while waiting", "late"])
async def test_one_sessions_trouble_is_not_anothers(wire: Line, name: str) -> None:
    other = wire.stub.add_channel(wire.guild)
    await wire.stub.gateway.dispatch("CHANNEL_CREATE", wire.stub.channels[other])
    fault = FAULTS[name]()
    fault.late_s *= 1000
    wire.stub.fail(fault, path=DELIVERIES, within=wire.lobby, times=10**6)

    await wire.open(wire.lobby, "First circle")
    await until(lambda: fault.hits, "the first circle is in trouble")
    await wire.open(other, "Second circle")
    await wire.settled(other)
    for person in (ANN, BEN):
        await wire.press(person, wire.stub.posted(other)[0], "Save me a seat")
    room = wire.stub.threads(other)[0]
    await until(lambda: wire.stub.inside[room] >= {FAY, ANN, BEN}, "the second circle goes on")

    assert not wire.stub.posted(wire.lobby)
    assert [effect[:2] for effect in wire.happened(other)] == [
        *opened(wire, other),
        ("admit", room),
        ("admit", room),
    ]
    if fault.late_s:
        return
    wire.stub.heal()
    await wire.settled(wire.lobby)
    assert happened(wire, wire.lobby) == opened(wire, wire.lobby)


async def test_a_session_in_trouble_costs_no_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits behind a delivery that is tried again later is due, but looking at it all the time is no use."""
    looks = 0

    async with line(tmp_path, clock=Clock()) as wire:
        read = wire.bot.desks.transactions.store.read

        async def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal looks
            looks += 1
            return await read(*args, **kwargs)

        fault = wire.stub.fail(refused(403, 50013), "POST", r"/channels/\d+/threads", times=10**6)
        await wire.open()
        await until(lambda: fault.hits)
        monkeypatch.setattr(wire.bot.desks.transactions.store, "read", counted)
        await asyncio.sleep(0.4)
        assert looks < 15


async def test_a_room_that_waits_for_the_last_words_costs_no_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord asks for a while before the invitation may change; meanwhile nothing is looked at again and again."""
    looks = 0

    async with line(tmp_path, clock=Clock()) as wire:
        room = await wire.begin()
        await wire.quiet()
        read = wire.bot.desks.transactions.store.read

        async def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal looks
            looks += 1
            return await read(*args, **kwargs)

        fault = wire.stub.fail(limited(50), "PATCH", f"/channels/{wire.lobby}/messages/\\d+", times=10**6)
        await wire.slash(FAY, "circle end", room)
        await until(lambda: fault.hits, "the invitation waits")
        await asyncio.sleep(0.2)
        monkeypatch.setattr(wire.bot.desks.transactions.store, "read", counted)
        await asyncio.sleep(0.4)
        assert looks < 15
        assert room in wire.stub.channels, "and its end waits for it"


async def test_a_card_that_cannot_be_changed_gives_way_to_a_fresh_one(wire: Line) -> None:
    """Its buttons would mislead beside those of the fresh one."""
    await wire.open()
    await wire.settled(wire.lobby)
    await wire.quiet()
    (old,) = wire.stub.posted(wire.lobby)
    path = f"/channels/{wire.lobby}/messages/{old['id']}"
    wire.stub.fail(refused(400, 30046), "PATCH", path, times=10**6)
    await wire.press(ANN, old, "Save me a seat")
    await until(
        lambda: old["id"] not in [m["id"] for m in wire.stub.posted(wire.lobby)], "the old one is gone"
    )
    (fresh,) = wire.stub.posted(wire.lobby)
    assert "2 of 8 seats are taken" in words(fresh)
    await wire.press(BEN, fresh, "Save me a seat")
    await wire.quiet()
    assert "3 of 8 seats are taken" in words(wire.stub.posted(wire.lobby)[0])


@pytest.mark.parametrize(
    "name", ["503", "reset", "closed while waiting", "done, and then reset", DONE_AND_502]
)
async def test_whoever_presses_is_answered_once(wire: Line, name: str) -> None:
    """The answer to a press goes another way than deliveries do, and has three seconds."""
    await wire.open()
    room = await wire.settled(wire.lobby)
    fault = wire.stub.fail(FAULTS[name](), "POST", r"/interactions/.*")
    answers = await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    assert fault.hits == 1
    assert len(answers) == 1
    await until(lambda: ANN in wire.stub.inside[room], "and the seat is theirs, whatever they were told")
    _, people = await wire.bot.desks.circle.with_people(SessionId(1))
    assert sorted(people.values()) == [FAY, ANN]
