"""Three processes share circles under way; one is killed, one stands still and wakes up again. Nobody notices.

They have a PostgreSQL server of their own, whatever the other tests of the run are on. A larger form of the same is
`make cluster`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Cluster
from tests import postgres
from tests.cluster.field import CALLED, Field, field_of, own_server
from tests.cluster.watching import Watch, owner_of
from tests.strict import forms
from tests.strict.shapes import Json, buttons, words

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.long,
    pytest.mark.asyncio,
    pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING),
]

CLUSTER = Cluster(shards=12, slots=6)
CIRCLES = 20
PATIENCE_S = 60
"""How long something is waited for that has no limit of its own; long, because a computer may be busy."""


async def test_a_process_that_dies_or_freezes_is_replaced_and_nothing_is_lost_or_doubled(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with own_server() as (url, keys_url):
        async with field_of(url, keys_url, tmp_path, CLUSTER) as made:
            await made.seed(CIRCLES)
            watch = Watch(url)
            watching = asyncio.create_task(watch.run())
            for number in range(3):
                made.start(number)
            await made.connected()
            for number in range(3):
                await made.has(number)
            await _says_so_in_a_direct_message(made)
            made.play((1.0, 3.0))
            await asyncio.sleep(3)

            lost = owner_of(made, CLUSTER.all_slots)[5]
            record_property("counted", await _is_killed(made, watch, lost))
            made.start(lost)
            await made.has(lost)

            cold = owner_of(made, CLUSTER.all_slots)[0]
            record_property("counted", await _stands_still(made, watch, cold))
            async with asyncio.timeout(PATIENCE_S):
                while "Beginning anew, and standing by" not in made.log(cold):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            await asyncio.sleep(3)

            watching.cancel()
            turns = await made.at_rest()
            assert made.doubled() == []
            assert {room: len(circle.offers) for room, circle in made.circles.items()} == turns
            assert min(turns.values()) > 2
            assert made.most_calls() <= made.calls_allowed
            assert made.too_soon() == []
            assert not made.stub.unknown


async def _is_killed(made: Field, watch: Watch, number: int) -> str:
    """Kill one. Returns how soon others have what it had, and how late anything of it is."""
    theirs = [slot for slot, owner in owner_of(made, CLUSTER.all_slots).items() if owner == number]
    watch.begin()
    at, slowness = time.monotonic(), made.slowness()
    made.kill(number)
    took_s = await watch.taken(theirs, at, PATIENCE_S)
    times_slower = slowness.factor
    back_s = await made.connected(since=at)
    late = watch.latest_of(theirs)
    assert took_s <= 1 * times_slower
    assert late.seconds <= 1 * slowness.factor
    return (
        f"killed: taken over after {took_s:.2f} s, late by {late}, presses again after {back_s:.1f} s"
        f" (everything took {times_slower:.1f} times as long as on a quiet computer)"
    )


async def _stands_still(made: Field, watch: Watch, number: int) -> str:
    """Freeze one, and wake it up when others have its circles. Returns how soon they had, and how late anything of
    them is."""
    theirs = [slot for slot, owner in owner_of(made, CLUSTER.all_slots).items() if owner == number]
    watch.begin()
    at, slowness = time.monotonic(), made.slowness()
    made.freeze(number)
    took_s = await watch.taken(theirs, at, PATIENCE_S)
    times_slower = slowness.factor
    await asyncio.sleep(3)
    made.wake(number)
    late = watch.latest_of(theirs)
    assert took_s <= 6 * times_slower
    assert late.seconds <= 6 * slowness.factor
    return f"frozen: taken over after {took_s:.2f} s, late by {late} ({times_slower:.1f} times as long)"


async def _says_so_in_a_direct_message(made: Field) -> None:
    """Whoever is offered the piece erases everything of theirs. That arrives at the process with shard 0, and the card
    in the room is changed by the process that has the circle."""
    owners = owner_of(made, CLUSTER.all_slots)
    far = next(
        circle for circle in made.circles.values() if owners[CLUSTER.slot_of(circle.guild)] != owners[0]
    )
    async with asyncio.timeout(PATIENCE_S):
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
    at, slowness = time.monotonic(), made.slowness()
    await made.stub.interact(person, direct, 3, press, on=card)
    async with asyncio.timeout(PATIENCE_S):
        while "The talking piece has moved on." not in words(far.cards[0]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    # Who is not told looks only after half a minute.
    assert time.monotonic() - at < 10 * slowness.factor
    del made.circles[far.room]  # its facilitator has left it


async def _private(made: Field, person: int, channel: int, label: str) -> Json:
    """Wait for an answer that only this person sees, with that button."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for message in made.stub.interactions.seen_by(person, channel):
                if label in buttons(message):
                    return message
            await asyncio.sleep(0.02)
