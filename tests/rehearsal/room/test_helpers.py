"""Who plays themselves, and whole circles of theirs."""

from __future__ import annotations

import time

from bot.rehearsal.room.helpers import PAGE_S
from tests.recorded import waiting
from tests.rehearsal.room.visiting import Visit, visiting


async def _auto(v: Visit, viewer: str, page: str = "") -> list[str]:
    people = (await v.state(viewer, page=page))["people"]
    return [person["name"] for person in people if person["auto"]]


async def test_one_person_plays_themselves_when_asked_to() -> None:
    async with visiting() as v:
        assert await _auto(v, "Fay") == []
        await v.post("person", {"id": v.ids["Ana"], "auto": True})
        assert await _auto(v, "Fay") == ["Ana"]
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening"})
        await v.skip(20)
        assert "2 of 8 seats are taken." in await v.read("Fay")
        await v.post("person", {"id": v.ids["Ana"], "auto": False})
        assert await _auto(v, "Fay") == []
        assert "only looks on" in (await v.post("person", {"id": v.ids["Olu"], "auto": True}))["error"]


async def test_whoever_one_has_chosen_to_be_is_played_by_hand_unless_asked() -> None:
    everybody = ["Fay", "Ana", "Ben", "Cleo", "Dev"]
    async with visiting(auto=True) as v:
        assert await _auto(v, "Fay") == everybody[1:]
        assert await _auto(v, "Ben") == ["Fay", "Ana", "Cleo", "Dev"]
        assert await _auto(v, "Olu") == everybody
        await v.post("person", {"id": v.ids["Olu"], "language": "en-GB"})
        assert await _auto(v, "Ben") == ["Fay", "Ana", "Cleo", "Dev"]
        await v.post("person", {"id": v.ids["Ben"], "auto": True})
        assert await _auto(v, "Ben") == everybody
        await v.post("person", {"id": v.ids["Ben"], "auto": False})
        assert await _auto(v, "Fay") == ["Ana", "Cleo", "Dev"]


async def test_two_pages_are_two_people_played_by_hand() -> None:
    async with visiting(auto=True) as v:
        await v.state("Fay", page="one")
        assert await _auto(v, "Ana", page="two") == ["Ben", "Cleo", "Dev"]
        assert await _auto(v, "Fay", page="one") == ["Ben", "Cleo", "Dev"]
        assert await _auto(v, "Cleo", page="two") == ["Ana", "Ben", "Dev"]
        await v.post("gone", {"page": "two"})
        assert await _auto(v, "Fay", page="one") == ["Ana", "Ben", "Cleo", "Dev"]
        # A browser that was closed in a hurry did not say so; its page is let go of after a while.
        v.room.helpers.show(v.room.world.community.circle[1], "three", time.monotonic() - PAGE_S)
        assert await _auto(v, "Fay", page="one") == ["Ana", "Ben", "Cleo", "Dev"]


async def test_a_whole_circle_plays_itself_around_an_onlooker() -> None:
    async with visiting(auto=True) as v:
        await v.state("Olu")
        await v.skip(24 * 60)
        state = await v.state("Olu")
        assert "This circle has closed." in await v.read("Olu")
        assert state["errors"] == []
        page = await (await v.get("save.html", viewer=v.ids["Ana"])).text()
        told = [
            "the piece is still with you",
            "I type slowly",
            "the blue one",
            "dog she had ever had",
            "A loaf, still warm.",
        ]
        assert [words for words in told if words not in page] == []
        ((cell, _),) = await waiting(v.room.world.sim.bot.desks.transactions)
        assert cell.format == "story-circle"
        cleo = await (await v.get("save.html", viewer=v.ids["Cleo"])).text()
        assert "Take the time you need. Your place is kept." in cleo
        assert "Welcome back. Your place was kept." in cleo


async def test_a_member_sits_in_a_circle_that_others_hold() -> None:
    async with visiting(people=3, auto=True) as v:
        await v.state("Ana")
        await v.skip(60)
        await v.press("Ana", "Save me a seat")
        await v.skip(25)
        room = (await v.places("Ana"))["room"]["id"]
        await v.skip(50)
        await v.press("Ana", "I agree")
        for _ in range(40):
            if await v.look_for("Ana", "Receive"):
                break
            await v.skip(5)
        await v.press("Ana", "Receive")
        await v.act("Ana", "send", room, text="Could we stop for a moment?")
        await v.skip(20)
        assert "The circle is paused." in await v.read("Ana", room)
        await v.skip(70)
        assert "The circle goes on where it was." in await v.read("Ana", room)
        assert (await v.state("Ana"))["errors"] == []
