"""What stands in the channel: never another number than in the room, and nothing to press once the circle is over."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words

SEATS = re.compile(r"(\d+) of (\d+) seats? (?:is|are) taken")


async def _one_number(h: House) -> str:
    """How many seats are taken, wherever that is said."""
    await h.wait(3)
    panel = await h.slash(h.admin, "circle panel", at=h.lobby)
    cards = [*h.said(h.lobby), *h.said(h.room), panel]
    found = {number for card in cards for number in SEATS.findall(card)}
    assert len(found) == 1, found
    return str(found.pop()[0])


async def test_the_channel_the_room_and_the_panel_say_the_same_number() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening circle", format="quick-circle", capacity=5)
        await h.wait(2)
        ann, ben, cat, dev, eve, gus = h.members[:6]
        await h.press_at_once(
            (ann, ben, cat, dev, eve, gus), "Save me a seat", h.newest(ann, "[Save me a seat]")
        )
        assert await _one_number(h) == "5"
        here = [
            who for who in (ann, ben, cat, dev, eve, gus) if h.way_in in await h.slash(who, "circle upcoming")
        ]
        assert len(here) == 4
        await h.press(here[0], "Give up my seat", h.newest(here[0], "[Give up my seat]"))
        assert await _one_number(h) == "4"
        await forge(h, here[1], "sc:out:1:0")
        assert await _one_number(h) == "4", "whoever is only away keeps the seat"
        await h.slash(h.fay, "circle start", at=h.room)
        await h.restart()
        assert await _one_number(h) == "4"
        await h.wait(60)
        for who in (h.fay, here[2], here[3]):
            await h.press(who, "I agree")
        late = next(who for who in (ann, ben, cat, dev, eve, gus) if who not in here)
        await h.press(late, "Save me a seat", h.newest(late, "[Save me a seat]"))
        assert await _one_number(h) == "5", "whoever waits outside has a seat"
        await h.slash(h.fay, "circle remove", at=h.room, member=here[3])
        await h.press(h.fay, "Take them out", h.last.response)
        assert await _one_number(h) == "4"
        await h.slash(late, "circle leave")
        assert await _one_number(h) == "3"


async def _ended_early(h: House) -> None:
    await h.begin(3, format="quick-circle")
    await h.slash(h.fay, "circle end", at=h.room)


async def _ran_its_course(h: House) -> None:
    await h.begin(3, format="quick-circle")
    await h.wait(3600)


async def _never_began(h: House) -> None:
    await h.open(3)
    await h.wait(3700)


async def _everybody_left(h: House) -> None:
    for person in await h.begin(3, format="quick-circle"):
        await h.slash(person, "circle leave")


async def _ended_while_the_bot_was_away(h: House) -> None:
    await h.begin(3, format="quick-circle")
    await h.slash(h.fay, "circle end", at=h.room)
    await h.restart()


@pytest.mark.parametrize(
    "ends", [_ended_early, _ran_its_course, _never_began, _everybody_left, _ended_while_the_bot_was_away]
)
async def test_nothing_but_for_tomorrow_can_be_pressed_once_it_is_over(
    ends: Callable[[House], Awaitable[None]],
) -> None:
    async with house() as h:
        await ends(h)
        await h.wait(30)
        left = [*h.said(h.lobby), *(h.said(h.room) if h.lobby.threads else ())]
        assert any("This circle has closed." in card for card in left)
        pressed = {line for card in left for line in card.splitlines() if re.match(r"\[|<", line)}
        assert pressed <= {"[Write to me tomorrow]"}
        assert not any(SEATS.search(card) for card in left), "nor does it count seats of nobody"
        invitation = next(m for m in h.lobby.history() if "This circle has closed." in words(m))
        assert "This circle is over" in await forge(h, h.members[5], "sc:join:1:0")
        assert len(words(invitation)) < 120
