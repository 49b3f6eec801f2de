"""How time passes: not at all, by itself, in jumps, and never while somebody acts."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.rehearsal.room import simcord_calls
from tests.rehearsal.room.visiting import Visit, visiting


async def _now(v: Visit) -> datetime:
    return datetime.fromisoformat((await v.state())["now"])


async def test_it_begins_now_and_stands_still_when_told_to() -> None:
    before = datetime.now(UTC)
    async with visiting() as v:
        now = await _now(v)
        assert timedelta(seconds=-2) < now - before < timedelta(seconds=30)
        await asyncio.sleep(0.15)
        assert await _now(v) == now
        assert (await v.state())["speed"] == 0


async def test_it_passes_at_the_speed_that_was_chosen() -> None:
    async with visiting() as v:
        for speed in (10, 60):
            began, then = time.monotonic(), await _now(v)
            assert await v.post("time", {"speed": speed}) == {"ok": True}
            await asyncio.sleep(0.4)
            passed = (await _now(v) - then).total_seconds() / (time.monotonic() - began)
            assert 0.6 * speed < passed < 1.1 * speed
            await v.post("time", {"speed": 0})
            assert (await v.state())["speed"] == 0


@pytest.mark.parametrize(
    "asked", [{"speed": 7}, {"speed": "10"}, {"skip": -1}, {"skip": 1e9}, {"skip": True}, {}]
)
async def test_time_takes_no_nonsense(asked: dict[str, object]) -> None:
    async with visiting() as v:
        assert "error" in await v.post("time", asked)


async def test_jumps_let_everything_happen_that_was_due() -> None:
    async with visiting() as v:
        room = await v.begin()
        then = await _now(v)
        await v.skip(60)
        assert await _now(v) - then == timedelta(seconds=60)
        assert "the piece is still with you" in await v.read("Fay", room)
        assert (await v.state())["notices"][-1]["text"] == "Time skipped one minute."
        assert len((await v.state())["notices"]) <= 5


async def test_one_jump_leads_to_the_next_thing_that_happens() -> None:
    async with visiting() as v:
        assert "Nothing happens by itself" in (await v.next())["error"]
        room = await v.begin()
        then, before = await _now(v), await v.read("Fay", room)
        assert await v.next() == {"ok": True}
        assert await _now(v) - then < timedelta(seconds=61)
        assert await v.read("Fay", room) != before
        await v.act("Fay", "slash", room, name="circle end", options={})
        for _ in range(6):
            if (await v.next()).get("error"):
                break
        assert "room" not in await v.places("Fay")


async def test_presses_and_time_do_not_get_into_each_others_way() -> None:
    async with visiting(still=False) as v:
        await v.open()
        room = (await v.places("Fay"))["room"]["id"]
        await v.post("time", {"speed": 60})

        async def talk(name: str) -> None:
            for number in range(8):
                await v.act(name, "send", room, text=f"{number}")

        jumps = [v.skip(20), v.skip(20), v.next()]
        await asyncio.gather(*(talk(name) for name in ("Fay", "Ana", "Ben", "Cleo")), *jumps)
        state = await v.state("Dev", room)
        assert state["errors"] == []
        assert sum(not message["author"]["bot"] for message in state["messages"]) == 32


async def test_while_nothing_is_due_nothing_is_done() -> None:
    async with visiting(still=False) as v:
        env = v.room.world.env
        advanced = 0
        original = env.advance_time

        async def counted(seconds: float) -> None:
            nonlocal advanced
            advanced += 1
            await original(seconds)

        env.advance_time = counted  # type: ignore[method-assign]
        began, used = simcord_calls.elapsed(env), time.process_time()
        await v.post("time", {"speed": 10})
        await asyncio.sleep(1.5)
        await v.post("time", {"speed": 0})
        assert simcord_calls.elapsed(env) - began > 10
        # The bot's own pulse is the only thing due, every thirty seconds.
        assert advanced <= 1
        assert time.process_time() - used < 0.3


async def test_a_fault_in_time_itself_stops_time_and_not_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the clock fell down")

    async with visiting() as v:
        monkeypatch.setattr(simcord_calls, "move", broken)
        await v.post("time", {"speed": 60})
        async with asyncio.timeout(60):
            while (state := await v.state())["speed"]:  # noqa: ASYNC110 - as a page would look
                await asyncio.sleep(0.05)
        assert "RuntimeError: the clock fell down" in state["errors"][-1]["text"]
        await v.act("Ana", "send", text="Still here.")
