"""Every kind of room in the rehearsal: who is connected, who can be heard or write, whose line drops, and whole circles
that are held."""

from __future__ import annotations

from typing import Any

from tests.rehearsal.room.visiting import Visit, visiting, words

EVERYBODY = ("Fay", "Ana", "Ben", "Cleo", "Dev")
STEP_S, STEPS = 15, 45
"""How often somebody looks, and for how long: a short circle of five is over in less."""


async def room(v: Visit) -> dict[str, Any]:
    """The circle's room, as Fay sees it."""
    found: dict[str, Any] = (await v.places("Fay"))["room"]
    return found


async def person(v: Visit, name: str) -> dict[str, Any]:
    """Somebody in the roster of the circle's room."""
    found: dict[str, Any] = next(one for one in (await room(v))["people"] if one["name"] == name)
    return found


async def heard(v: Visit) -> list[str]:
    """Who can be heard in the circle's room."""
    return [one["name"] for one in (await room(v))["people"] if one["heard"]]


async def opened(v: Visit, kind: str) -> str:
    """Fay opens a circle that is held and comes into its room, as the others do, who play themselves."""
    options = {"name": "Evening", "format": "quick-circle", "room": kind, "held": True}
    await v.act("Fay", "slash", name="circle open", options=options)
    await v.skip(45)
    place: str = (await room(v))["id"]
    await v.act("Fay", "join", place)
    await v.press("Fay", "Begin")
    await v.skip(31)
    await v.press("Fay", "I agree")
    await v.skip(40)
    return place


async def takes_part(v: Visit, place: str) -> None:
    """Fay takes the piece when it is held out to her, and when she looks next, she is done."""
    if (await person(v, "Fay"))["invited"]:
        await v.act("Fay", "answer", place, on=True)
        return
    said = [words(one) for one in (await v.state("Fay", place))["messages"]]
    card = next((one for one in reversed(said) if "talking piece" in one and "[" in one), "")
    if v.ids["Fay"] in card.split("\n")[0]:
        await v.press("Fay", "I'm done" if "[I'm done]" in card else "Receive")


async def test_a_held_circle_on_a_stage_plays_to_its_end_and_one_of_them_writes() -> None:
    async with visiting(auto=True) as v:
        place = await opened(v, "stage")
        assert [one["name"] for one in (await room(v))["people"]] == [*EVERYBODY[1:], "Fay"]
        assert await heard(v) == []
        turns: list[str] = []
        said: dict[str, str] = {}
        for _ in range(STEPS):
            await takes_part(v, place)
            now = await heard(v)
            assert len(now) <= 1, "only the holder is heard"
            turns += [name for name in now if name not in turns]
            if (aloud := (await room(v))["aloud"]) is not None:
                said[aloud["name"]] = aloud["words"]
            if "## Closing" in await v.read("Fay", place):
                break
            await v.skip(STEP_S)
        assert turns == ["Fay", "Ana", "Ben", "Cleo"]
        assert {*said} == {"Ana", "Ben", "Cleo"}
        read = await v.read("Fay", place)
        assert "I type slowly, please bear with me." in read, "Dev has no microphone"
        assert said["Cleo"] not in read, "what is spoken is in no message"
        assert (await v.state("Olu"))["errors"] == []


async def test_a_held_voice_circle_plays_to_its_end_and_a_line_drops_in_it() -> None:
    async with visiting(people=3, auto=True) as v:
        place = await opened(v, "voice")
        assert [one["mute"] for one in (await room(v))["people"]] == [True, True, True]
        for _ in range(STEPS):
            await takes_part(v, place)
            if await heard(v) == ["Ana"]:
                break
            await v.skip(STEP_S)
        await v.skip(30)
        assert (await room(v))["aloud"]["name"] == "Ana"

        # Fay hears nothing without a line; it comes back where it was, and the mute has waited
        line = {"kind": "line", "id": v.ids["Fay"]}
        assert await v.post("weather", {**line, "on": True}) == {"ok": True}
        state = await v.state("Fay")
        assert (state["weather"]["dropped"], state["people"][0]["connected"]) == ([v.ids["Fay"]], False)
        assert (await room(v))["aloud"] is None
        assert "line is down" in (await v.ask("Fay", "join", place))["error"]
        assert await v.post("weather", {**line, "on": False}) == {"ok": True}
        assert (await person(v, "Fay"))["mute"]
        assert "in no voice channel" in (await v.post("weather", {**line, "id": v.ids["Olu"]}))["error"]

        # Ana's line drops in her turn: it is waited for, and she goes on
        assert await v.post("weather", {"kind": "line", "id": v.ids["Ana"], "on": True}) == {"ok": True}
        await v.skip(10)
        assert [one["name"] for one in (await room(v))["people"]] == ["Ben", "Fay"]
        assert await heard(v) == []
        assert await v.post("weather", {"kind": "line", "id": v.ids["Ana"], "on": False}) == {"ok": True}
        await v.skip(5)
        assert await heard(v) == ["Ana"]

        for _ in range(STEPS):
            await takes_part(v, place)
            if "## Closing" in await v.read("Fay", place):
                break
            await v.skip(STEP_S)
        await v.skip(5)
        assert {*await heard(v)} == {"Fay", "Ana", "Ben"}, "nobody stays muted"
        assert (await v.state("Olu"))["errors"] == []


async def test_in_a_held_text_channel_only_the_holder_can_write() -> None:
    async with visiting(people=3) as v:
        place = await v.begin(2, room="channel", held=True)
        await v.press("Fay", "Receive")
        await v.skip(2)
        can = {name: (await v.places(name))["room"]["can_send"] for name in ("Fay", "Ana", "Ben")}
        assert can == {"Fay": True, "Ana": False, "Ben": False}
        assert "error" in await v.ask("Ana", "send", place, text="Now?")


async def test_whoever_has_no_microphone_cannot_accept_and_listens() -> None:
    async with visiting() as v:
        porch = (await v.places("Dev"))["Porch"]["id"]
        await v.act("Dev", "join", porch)
        await v.invite_to_speak("Dev")
        assert "no microphone" in (await v.ask("Dev", "answer", on=True))["error"]
        await v.act("Dev", "join", (await v.places("Dev"))["Hearth"]["id"])
        (dev,) = (await v.places("Ana"))["Hearth"]["people"]
        assert (dev["microphone"], dev["self_mute"], dev["heard"]) == (False, True, False)


async def test_on_a_stage_that_is_not_held_whoever_can_speak_accepts() -> None:
    async with visiting(auto=True) as v:
        options = {"name": "Evening", "format": "quick-circle", "room": "stage"}
        await v.act("Fay", "slash", name="circle open", options=options)
        await v.skip(60)
        assert await heard(v) == ["Ana", "Ben", "Cleo"]
        dev = await person(v, "Dev")
        assert (dev["suppress"], dev["invited"]) == (True, False), "he declined, and is not asked again"

        # Whoever goes out by mistake comes in again
        await v.act("Ana", "leave")
        await v.skip(10)
        assert (await person(v, "Ana"))["name"] == "Ana"
        assert (await v.state("Olu"))["errors"] == []
