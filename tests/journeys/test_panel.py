"""What whoever holds a circle sees on their panel, and what follows from it."""

from __future__ import annotations

import re

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words


async def _panel(h: House) -> str:
    """Fay's panel as it is now, without its times."""
    return re.sub(r"<t:\d+:R>", "soon", h.named(await h.slash(h.fay, "circle panel", at=h.room)))


async def test_the_panel_says_where_the_circle_stands_and_nothing_that_the_room_does_not() -> None:
    async with house() as h:
        opened = await h.slash(h.fay, "circle open", name="Evening circle", format="talking-circle")
        assert "People are gathering.\n1 of 8 seats is taken." in opened
        ann, ben, cat = h.members[:3]
        for person in (ann, ben, cat):
            await h.press(person, "Save me a seat")
        await forge(h, ann, "sc:out:1:0")
        await h.wait(3)
        for place in (h.lobby, h.room):
            assert "4 of 8 seats are taken." in h.read(place=place), "the same number everywhere"
        assert "4 of 8 seats are taken.\nAway for now: @ann" in await _panel(h)

        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(60)
        told = await _panel(h)
        assert "**Agreements**, step 2 of" in told
        assert "0 of 3 have agreed. It goes on by itself soon." in told
        assert "After this comes: " in told
        for person in (h.fay, ben, cat):
            await h.press(person, "I agree")
        await h.wait(2)
        told = await _panel(h)
        assert "The piece is offered to @fay. I ask once more soon.\nNext is @ben." in told
        assert "Still to come: @ann · @ben · @cat" in told, "nobody has seen yet that Ann is passed over"
        await h.share(h.fay)
        await h.press(ben, "Pass")
        told = await _panel(h)
        assert "The piece is offered to @cat." in told
        assert "Turn over: @fay · @ben" in told, "told or passed, it looks the same"
        assert "Next is" not in told, "who has a second offer is for the room to see"
        assert "Still to come" not in told
        assert "Away for now: @ann" in told


async def test_only_those_in_the_circle_can_be_chosen() -> None:
    async with house() as h:
        await h.begin(4, format="talking-circle")
        ben, cat = h.members[1:3]
        await h.press(h.fay, "Receive")
        await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(h.fay, "Choose who is next", h.last.response)
        assert h.menu(h.last.response) == ["Ann", "Ben", "Cat"]
        assert f"{cat.mention} is next." in await h.choose(h.fay, h.last.response, "Cat")
        assert "Next is @cat." in await _panel(h)

        await h.press(h.fay, "Hand over", h.last.response)
        assert h.menu(h.last.response) == ["Ann", "Ben", "Cat"], (
            "those who are here, and not the whole server"
        )
        assert "They hold the circle now" in await h.choose(h.fay, h.last.response, "Ben")
        assert "[Pause]" in await h.slash(ben, "circle panel", at=h.room)

        # Whoever pressed nothing for long is asked for; a name that Discord does not tell is a seat.
        await h.wait(1000)
        await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(h.fay, "Hand over", h.last.response)
        answer = h.last.followups[-1] if h.last.followups else h.last.response
        assert {"Ann", "Cat"} <= set(h.menu(answer)), words(answer)
