"""Three processes share circles under way; one is killed, one stands still and wakes up again. Nobody notices.

A larger form of the same is `make cluster`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Cluster
from tests.cluster.field import CALLED, Field, Watch, field_of, owner_of
from tests.databases import address, blank
from tests.strict import forms
from tests.strict.shapes import Json, buttons, words

pytestmark = pytest.mark.postgresql

CLUSTER = Cluster(shards=12, slots=6)
CIRCLES = 20


async def _has(made: Field, number: int) -> None:
    """Wait until a process has a slot."""
    async with asyncio.timeout(40):
        while number not in owner_of(made, CLUSTER.all_slots).values():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


@pytest.mark.asyncio
async def test_a_process_that_dies_or_freezes_is_replaced_and_nothing_is_lost_or_doubled(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    url = address(tmp_path / "circle.db")
    async with field_of(url, blank(tmp_path / "keys.db"), tmp_path, CLUSTER) as made:
        await made.seed(CIRCLES)
        watch = Watch(url)
        watching = asyncio.create_task(watch.run())
        for number in range(3):
            made.start(number)
        await made.connected(60)
        for number in range(3):
            await _has(made, number)
        await _says_so_in_a_direct_message(made)
        made.play((1.0, 3.0))
        await asyncio.sleep(3)

        # One is killed.
        lost = owner_of(made, CLUSTER.all_slots)[5]
        theirs = [slot for slot, owner in owner_of(made, CLUSTER.all_slots).items() if owner == lost]
        watch.begin()
        killed_at = time.monotonic()
        made.kill(lost)
        took_s = await watch.taken(theirs, killed_at)
        back_s = await made.connected(since=killed_at)
        record_property(
            "counted", f"killed: taken over after {took_s:.2f} s, presses again after {back_s:.1f} s"
        )
        assert took_s <= 1
        made.start(lost)
        await _has(made, lost)

        # One stands still, and wakes up when others have its circles.
        cold = owner_of(made, CLUSTER.all_slots)[0]
        theirs = [slot for slot, owner in owner_of(made, CLUSTER.all_slots).items() if owner == cold]
        watch.begin()
        frozen_at = time.monotonic()
        made.freeze(cold)
        took_s = await watch.taken(theirs, frozen_at)
        await asyncio.sleep(3)
        record_property("counted", f"frozen: taken over after {took_s:.2f} s")
        assert took_s <= 6
        made.wake(cold)
        await asyncio.sleep(6)
        assert "Beginning anew, and standing by" in made.log(cold)

        watching.cancel()
        turns = await _at_rest(made)
        offers = {room: len(circle.offers) for room, circle in made.circles.items()}
        assert made.doubled() == []
        assert offers == turns
        assert min(turns.values()) > 2
        assert made.most_calls() <= made.calls_allowed
        assert made.stub.gateway.too_soon == []
        assert not made.stub.unknown


async def _says_so_in_a_direct_message(made: Field) -> None:
    """Whoever is offered the piece erases everything of theirs. That arrives at the process with shard 0, and the card
    in the room is changed by the process that has the circle."""
    owners = owner_of(made, CLUSTER.all_slots)
    far = next(
        circle for circle in made.circles.values() if owners[CLUSTER.slot_of(circle.guild)] != owners[0]
    )
    async with asyncio.timeout(20):
        while not far.cards:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    called = CALLED.search(words(far.cards[0]))
    assert called is not None
    person, world = int(called[1]), made.stub.world
    direct = world.snowflake()
    world.channels[direct] = {"id": str(direct), "type": 1, "recipient": person, "recipients": []}
    typed = forms.command(world, far.guild, "privacy erase", {})
    await made.stub.interact(person, direct, 2, typed)
    card = await _private(made, person, direct, "Erase it all")
    press = {"custom_id": buttons(card)["Erase it all"], "component_type": 2}
    await made.stub.interact(person, direct, 3, press, on=card)
    # Who is not told looks only after half a minute.
    async with asyncio.timeout(10):
        while "The talking piece has moved on." not in words(far.cards[0]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    del made.circles[far.room]  # its facilitator has left it


async def _private(made: Field, person: int, channel: int, label: str) -> Json:
    """Wait for an answer that only this person sees, with that button."""
    async with asyncio.timeout(10):
        while True:
            for message in made.stub.interactions.seen_by(person, channel):
                if label in buttons(message):
                    return message
            await asyncio.sleep(0.02)


async def _at_rest(made: Field) -> dict[int, int]:
    """Let nobody press any more, and wait until every card is there. Returns how many turns there were."""
    await made.rest()
    turns: dict[int, int] = {}
    for _ in range(40):
        turns = await made.turns()
        if {room: len(circle.offers) for room, circle in made.circles.items()} == turns:
            break
        await asyncio.sleep(0.5)
    return turns


@pytest.mark.asyncio
async def test_circles_go_on_when_everything_is_divided_anew(tmp_path: Path) -> None:
    """A planned restart with other numbers of shards and slots."""
    url, keys_url = address(tmp_path / "circle.db"), blank(tmp_path / "keys.db")
    async with field_of(url, keys_url, tmp_path, Cluster(shards=4, slots=2)) as made:
        await made.seed(6)
        made.start(0)
        await made.connected(60)
        made.play((0.5, 1.0))
        await _hand_offs(made, 2)
        await made.rest()
        made.end(0)
        before = await _at_rest(made)

        made.divide(CLUSTER)
        made.start(1)
        await made.connected(60)
        assert "Servers are divided into 12 shards and 6 slots" in made.log(1)
        made.play((0.5, 1.0))
        await _hand_offs(made, max(before.values()) + 1)
        after = await _at_rest(made)
        assert made.doubled() == []
        assert {room: len(circle.offers) for room, circle in made.circles.items()} == after
        assert all(after[room] > before[room] for room in after)


async def _hand_offs(made: Field, at_least: int) -> None:
    """Wait until the piece was offered so often in every circle."""
    async with asyncio.timeout(60):
        while min(len(circle.offers) for circle in made.circles.values()) < at_least:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
