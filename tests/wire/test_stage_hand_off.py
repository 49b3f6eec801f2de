"""What a hand-off on a held stage costs, counted at the other end, in every way in which a turn ends.

Source: Discord's docs, Rate Limits > Global Rate Limit ("Interaction endpoints are not bound to the bot's Global Rate
Limit"); Receiving and Responding > Followup Messages (their tokens hold for 15 minutes).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.strict.faults import Call, Fault
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.stub import words
from tests.wire.test_mentions import pinged
from tests.wire.test_stage import _speaks

FORMAT = "quick-circle"


def _limited(calls: list[Call]) -> list[str]:
    """The calls that count. Whoever has the piece is looked up every twenty seconds, which is no part of a hand-off."""
    return [
        f"{c.method} {c.path}"
        for c in calls
        if c.is_global and not (c.method == "GET" and "/members/" in c.path)
    ]


async def _begun(h: StrictHouse, *, in_room: bool = True) -> list[Any]:
    """A held circle on a stage up to the first offer, begun in its room or elsewhere."""
    everyone: list[Any] = await h.open(4, room="stage", held=True, format=FORMAT)
    await h.wait(2)
    for person in everyone:
        await h.world.connect(h.guild_id, person.id, h.room.id)
    await h.slash(h.fay, "circle start", at=h.room if in_room else h.lobby)
    await h.wait(60)
    for person in everyone:
        await h.press(person, "I agree")
    await h.wait(5)
    return everyone


async def _accepts(h: StrictHouse, who: Any) -> None:
    await h.world.accept(h.guild_id, who.id)
    await h.wait(5)
    assert await _speaks(h) == who.id


async def _presses(h: StrictHouse, who: Any) -> None:
    await h.press(who, "I'm done")


async def _types(h: StrictHouse, who: Any) -> None:
    await h.slash(who, "done", at=h.room)


async def _is_timed(h: StrictHouse, who: Any) -> None:
    for _ in range(200):
        await h.wait(5)
        if await _speaks(h) is None:
            return
    raise AssertionError("the time never ends")


async def _is_ended(h: StrictHouse, who: Any) -> None:
    await h.slash(h.fay, "circle next", at=h.room)


WAYS: dict[str, Callable[[StrictHouse, Any], Awaitable[None]]] = {
    "press": _presses,
    "typed": _types,
    "clock": _is_timed,
    "facilitator": _is_ended,
}


def _cards(h: StrictHouse, who: Any) -> int:
    """How many cards in the room hold the piece out to somebody, or say that they have it."""
    mine = (f"{who.mention}, the talking piece comes to you.", f"{who.mention} has the talking piece.")
    return sum(any(words in text for words in mine) for text in h.said(h.room))


@pytest.mark.parametrize("way", WAYS)
def test_a_hand_off_costs_three_limited_calls_at_most(tmp_path: Path, way: str) -> None:
    async def play(h: StrictHouse) -> None:
        fay, ann, ben, _ = await _begun(h)
        await _accepts(h, fay)
        await _presses(h, fay)
        await h.wait(8)
        await _accepts(h, ann)
        # From the end of one turn until the next person is heard
        await h.wait(10)
        seen = len(h.stub.calls)
        await WAYS[way](h, ann)
        await h.wait(8)
        assert h.world.is_invited(h.guild_id, ben.id)
        await _accepts(h, ben)
        made = _limited(h.stub.calls[seen:])
        assert len(made) <= 3, made
        assert _cards(h, ben) == 1
        await h.press(ben, "I'm done")

    play_in_strict_house(tmp_path, play)


def test_the_first_hand_off_of_a_circle_costs_no_more(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        fay, ann, *_ = await _begun(h)
        seen = len(h.stub.calls)
        await _accepts(h, fay)
        assert _limited(h.stub.calls[seen:]) == []
        await _is_timed(h, fay)
        await h.wait(8)
        await _accepts(h, ann)
        made = _limited(h.stub.calls[seen:])
        assert len(made) <= 3, made
        assert _cards(h, ann) == 1

    play_in_strict_house(tmp_path, play)


def test_where_nobody_has_pressed_anything_that_can_be_followed_it_costs_more_until_somebody_does(
    tmp_path: Path,
) -> None:
    async def play(h: StrictHouse) -> None:
        fay, ann, ben, _ = await _begun(h, in_room=False)
        await _accepts(h, fay)
        seen = len(h.stub.calls)
        await _is_timed(h, fay)
        await h.wait(8)
        await _accepts(h, ann)
        # Her card twice, the gestures towards her story, her place, the next card, an invitation, and the yes to that
        made = _limited(h.stub.calls[seen:])
        assert 3 < len(made) <= 7, made
        await h.wait(10)
        seen = len(h.stub.calls)
        await _presses(h, ann)
        await h.wait(8)
        await _accepts(h, ben)
        assert len(_limited(h.stub.calls[seen:])) <= 3

    play_in_strict_house(tmp_path, play)


def test_a_card_that_follows_a_press_pings_its_person_and_is_changed_when_no_answer_holds(
    tmp_path: Path,
) -> None:
    async def play(h: StrictHouse) -> None:
        fay, ann, *_ = await _begun(h)
        await _accepts(h, fay)
        await h.press(fay, "I'm done")
        await h.wait(8)
        offers = [
            call.body for call in h.stub.tried("POST", r"/webhooks/\d+/[^/]+") if call.body.get("components")
        ]
        assert f"{ann.mention}, the talking piece comes to you." in words(offers[-1])
        assert pinged(offers[-1]) == [ann.id]
        await h.slash(h.fay, "circle pause", at=h.room)
        await h.wait(16 * 60)
        seen = len(h.stub.calls)
        await h.slash(h.fay, "circle resume", at=h.room)
        await h.wait(5)
        await _accepts(h, ann)
        (edit,) = [call for call in h.stub.calls[seen:] if call.method == "PATCH" and call.is_global]
        assert (edit.status, pinged(edit.body)) == (200, [])
        assert f"{ann.mention} has the talking piece." in words(edit.body)
        assert _cards(h, ann) == 1

    play_in_strict_house(tmp_path, play)


FAULTS = {
    "it came, and the line was cut": Fault(cut="reset", done=True),
    "it came, and Discord stumbled": Fault(502, done=True),
    "the line was cut": Fault(cut="reset"),
    "the answer holds no more": Fault(404, {"code": 10015, "message": "Unknown Webhook"}),
}


def _faults() -> Iterator[Any]:
    """The first is played always, the others in the long run."""
    for name in FAULTS:
        marks = [] if name == next(iter(FAULTS)) else [pytest.mark.exhaustive]
        yield from (pytest.param(name, killed, marks=marks) for killed in (False, True))


@pytest.mark.parametrize(("fault", "is_killed"), list(_faults()))
def test_the_card_of_the_next_turn_is_there_once_whatever_happens(
    tmp_path: Path, fault: str, is_killed: bool
) -> None:
    async def play(h: StrictHouse) -> None:
        fay, ann, *_ = await _begun(h)
        await _accepts(h, fay)
        await h.press(fay, "I'm done")
        await h.wait(1)
        met = h.stub.fail(FAULTS[fault], "POST", r"/webhooks/\d+/[^/]+")
        for _ in range(100):
            if met.hits:
                break
            await h.wait(0.1)
        assert met.hits
        if is_killed:
            await h.restart(kill=True)
        await h.wait(15)
        assert _cards(h, ann) == 1
        await _accepts(h, ann)
        assert _cards(h, ann) == 1
        await h.press(ann, "I'm done")
        await h.wait(10)
        assert _cards(h, ann) == 0, "it has moved on"

    play_in_strict_house(tmp_path, play)
