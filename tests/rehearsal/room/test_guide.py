"""The guided first session, to its end, as somebody follows it who does what it says."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.room.lesson import STEPS
from tests.rehearsal.room.visiting import Visit, visiting


async def _follow(v: Visit, guide: dict[str, Any]) -> None:
    """Do what the step says; else let time pass."""
    label = (guide["target"] or {}).get("label")
    if label == "/circle open":
        options = {"name": "My first circle", "format": "quick-circle"}
        await v.act("Fay", "slash", name="circle open", options=options)
    elif label in ("Pause", "Resume"):
        await v.skip(30)
        await v.press("Fay", label)
    elif label is not None:
        await v.press("Fay", label)
    else:
        await v.skip(8)


async def test_the_guided_session_leads_to_its_end_in_about_five_minutes() -> None:
    async with visiting() as v:
        assert (await v.state())["guide"] is None
        await v.post("guide", {"start": True})
        assert (await v.state())["speed"] == 1
        await v.post("time", {"speed": 0})
        assert [p["auto"] for p in (await v.state("Ana"))["people"]] == [False, *[True] * 4, False]
        began, titles, targets = v.room.world.env.now(), [], set()
        while not (guide := (await v.state())["guide"])["done"]:
            assert set(guide) == {"step", "of", "title", "text", "say", "target", "done"}
            if guide["title"] not in titles:
                titles.append(guide["title"])
            targets.add((guide["target"] or {}).get("label"))
            await _follow(v, guide)
        assert [*titles, guide["title"]] == [step.title for step in STEPS]
        assert targets >= {"/circle open", "Begin", "I agree", "Receive", "I'm done", "Pause", "Resume"}
        assert guide["step"] == guide["of"] == len(STEPS)
        assert "The id of none of the 6 people is there." in guide["text"]
        assert "{" not in guide["text"]
        assert (v.room.world.env.now() - began).total_seconds() < 7 * 60
        state = await v.state()
        assert state["errors"] == []
        assert not any(person["auto"] for person in state["people"])
        assert "has asked that you be told" in await v.reads("Fay")
        assert "has asked that you be told" not in await v.reads("Ana")
        await v.post("guide", {"stop": True})
        assert (await v.state())["guide"] is None


async def test_a_step_can_be_gone_past_and_the_guide_be_stopped() -> None:
    async with visiting() as v:
        await v.post("guide", {"start": True})
        await v.post("guide", {"next": True})
        assert (await v.state())["guide"]["title"] == STEPS[1].title
        for _ in range(len(STEPS)):
            await v.post("guide", {"next": True})
        assert (await v.state())["guide"]["done"]
        await v.post("guide", {"stop": True})
        assert (await v.state())["guide"] is None
        assert not any(person["auto"] for person in (await v.state())["people"])
        assert "error" in await v.post("guide", {})


async def test_the_smallest_circle_is_enough_for_the_guide() -> None:
    async with visiting(people=3) as v:
        await v.post("guide", {"start": True})
        await v.post("time", {"speed": 0})
        guide = (await v.state())["guide"]
        for _ in range(60):
            if guide["done"]:
                break
            await _follow(v, guide)
            guide = (await v.state())["guide"]
        assert guide["done"], guide


async def test_whoever_skips_where_something_is_to_be_pressed_does_not_lose_the_circle() -> None:
    async with visiting() as v:
        await v.post("guide", {"start": True})
        await v.post("time", {"speed": 0})
        await _follow(v, (await v.state())["guide"])
        titles = []
        for _ in range(12):
            assert await v.next() == {"ok": True}
            titles.append((await v.state())["guide"]["title"])
        assert set(titles) == {STEPS[1].title, STEPS[2].title}
        await v.press("Fay", "Begin")


async def test_the_next_thing_never_runs_past_a_step() -> None:
    async with visiting() as v:
        await v.post("guide", {"start": True})
        await v.post("time", {"speed": 0})
        titles: list[str] = []
        for _ in range(120):
            guide = (await v.state())["guide"]
            titles += [guide["title"]] if guide["title"] not in titles else []
            if guide["done"]:
                break
            if guide["target"] is None:
                await v.next()
            else:
                await _follow(v, guide)
        assert titles == [step.title for step in STEPS]
