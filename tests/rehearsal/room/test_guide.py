"""The tour, to its end, as somebody follows it who does what it says; and the scenes, as somebody plays them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.room.group_scenes import SCENES
from bot.rehearsal.room.lesson import Lesson
from bot.rehearsal.room.tour import STEPS
from tests.rehearsal.room.visiting import Visit, visiting

TITLES = [step.title for step in STEPS]
WAITS = "Time waits for you in this step."


async def _start(v: Visit, lesson: str = "tour") -> dict[str, Any]:
    """Begin, with time standing still. Returns the first step."""
    answer = await v.post("guide", {"start": lesson})
    assert answer.get("ok") is True, answer
    assert answer["viewer"] == v.ids["Fay"]
    await v.post("time", {"speed": 0})
    return await _guide(v)


async def _guide(v: Visit) -> dict[str, Any]:
    guide: dict[str, Any] = (await v.state())["guide"]
    return guide


def _label(guide: dict[str, Any]) -> str | None:
    label: str | None = (guide["target"] or {}).get("label")
    return label


async def _follow(v: Visit, guide: dict[str, Any]) -> None:
    """Do what the step says; else let time pass."""
    label, place = _label(guide), (guide["target"] or {}).get("channel")
    if label == "/circle open":
        options = {"name": "My first circle", "format": "quick-circle"}
        await v.act("Fay", "slash", name="circle open", options=options)
    elif label == "/circle panel":
        await v.act("Fay", "slash", place, name="circle panel", options={})
    elif label is not None:
        await v.press("Fay", label)
    elif place is not None:
        await v.act("Fay", "read", place)
    else:
        await v.skip(8)


async def _follow_all(v: Visit) -> list[str]:
    """Follow the tour to its end. Returns the titles of its steps."""
    titles: list[str] = []
    for _ in range(120):
        guide = await _guide(v)
        titles += [guide["title"]] if guide["title"] not in titles else []
        if guide["done"]:
            return titles
        await _follow(v, guide)
    raise AssertionError(f"The tour does not end, but stays at {titles[-1]}.")


async def test_the_tour_leads_to_its_end_in_about_five_minutes() -> None:
    async with visiting() as v:
        assert await _guide(v) is None
        await v.post("guide", {"start": "tour"})
        assert (await v.state())["speed"] == 1
        await v.post("time", {"speed": 0})
        assert [p["auto"] for p in (await v.state("Ana"))["people"]] == [False, *[True] * 4, False]
        began, targets = v.room.world.env.now(), set()
        while not (guide := await _guide(v))["done"]:
            targets.add(_label(guide))
            await _follow(v, guide)
        assert targets >= {"/circle open", "Begin", "I agree", "Receive", "I'm done", "Pause", "Resume"}
        assert guide["step"] == guide["of"] == len(STEPS)
        assert "I looked for the ids of 6 people, and found none." in guide["text"]
        assert "{" not in guide["text"]
        assert (v.room.world.env.now() - began).total_seconds() < 7 * 60
        state = await v.state()
        assert state["errors"] == []
        assert not any(person["auto"] for person in state["people"])
        assert "asked me to tell you" in await v.reads("Fay")
        assert "asked me to tell you" not in await v.reads("Ana")
        await v.post("guide", {"stop": True})
        assert await _guide(v) is None


async def test_the_key_moment_waits_for_whoever_is_led_also_after_a_tour_that_was_left() -> None:
    async with visiting() as v:
        for _ in range(2):
            guide = await _start(v)
            assert guide["title"] == TITLES[0]
            while _label(guide) not in ("Pause", "/circle panel"):
                # Whoever jumps far ahead is stopped where it is their move.
                if guide["target"] is None:
                    await v.skip(600)
                else:
                    await _follow(v, guide)
                guide = await _guide(v)
            assert guide["title"] == "A difficult moment"
            assert guide["waits"]
            moment, room = v.room.world.env.now(), guide["target"]["channel"]
            assert "Could we stop for a moment?" in await v.read("Fay", room)
            assert WAITS in (await v.next())["error"]
            assert WAITS in (await v.post("time", {"skip": 60}))["error"]
            assert WAITS in (await v.post("time", {"speed": 60}))["error"]
            await v.act("Fay", "send", room, text="We are with you.")
            assert v.room.world.env.now() == moment
        assert (await _follow_all(v))[-1] == TITLES[-1]
        assert "asked me to tell you" in await v.reads("Fay")
        assert (await v.state())["errors"] == []


async def test_a_step_can_be_gone_past_and_the_guide_be_stopped() -> None:
    async with visiting() as v:
        await _start(v)
        for title in TITLES[1:]:
            await v.post("guide", {"next": True})
            assert (await _guide(v))["title"] == title
        assert (await _guide(v))["done"]
        await v.post("guide", {"stop": True})
        assert await _guide(v) is None
        assert not any(person["auto"] for person in (await v.state())["people"])
        assert "error" in await v.post("guide", {})
        assert "no scene of that name" in (await v.post("guide", {"start": "nothing"}))["error"]


async def test_the_next_thing_never_runs_past_a_step_nor_the_circle() -> None:
    async with visiting() as v:
        await _start(v)
        titles: list[str] = []
        for _ in range(120):
            guide = await _guide(v)
            titles += [guide["title"]] if guide["title"] not in titles else []
            if guide["done"]:
                break
            if guide["target"] is not None:
                if guide["waits"]:
                    assert WAITS in (await v.next())["error"]
                await _follow(v, guide)
            else:
                await v.next()
        assert titles == TITLES


async def _act(v: Visit, lesson: Lesson, room: str) -> str:
    """Try what the scene proposes. Returns the name of that choice."""
    match lesson.key:
        case "long-silence":
            await v.skip(61)
            return "Waiting"
        case "support":
            await v.press("Fay", "Answer in private")
            return "A private line"
        case "leaving":
            await v.act("Fay", "slash", room, name="circle handover", options={"member": v.ids["Ben"]})
            await v.skip(2)
            return "Handing over"
    await v.act("Fay", "send", room, text="Thank you. We can come back to you at the end.")
    return lesson.choices[0].name


@pytest.mark.parametrize("lesson", [one for one in SCENES if one.is_set_up], ids=lambda lesson: lesson.key)
async def test_a_scene_is_set_waits_for_an_act_and_tells_of_other_choices(lesson: Lesson) -> None:
    async with visiting() as v:
        guide = await _start(v, lesson.key)
        room = (await v.places("Fay"))["room"]["id"]
        assert guide["name"] == lesson.title
        for _ in range(12):
            if guide["waits"] or lesson.key == "long-silence":
                break
            await v.skip(10)
            guide = await _guide(v)
        moment = v.room.world.env.now()
        if guide["waits"]:
            assert WAITS in (await v.next())["error"]
        assert v.room.world.env.now() == moment
        mine = await _act(v, lesson, room)
        guide = await _guide(v)
        assert guide["done"]
        assert [one["name"] for one in guide["choices"] if one["mine"]] == [mine]
        assert guide["choices"][0]["name"] == mine
        assert len(guide["choices"]) == len(lesson.choices)
        said = " ".join([guide["text"], guide["say"], *(one["words"] for one in guide["choices"])])
        assert "{" not in said
        # It goes on afterwards, with everybody but the learner.
        await v.skip(120)
        assert (await v.state())["errors"] == []


async def test_scenes_follow_each_other_and_whoever_only_waits_is_told_of_choices_too() -> None:
    async with visiting(people=3) as v:
        for key in ("too-much", "too-much", "two-voices"):
            guide = await _start(v, key)
            while not guide["waits"]:
                await v.skip(10)
                guide = await _guide(v)
            assert guide["may_wait"]
            await v.post("guide", {"wait": True})
            guide = await _guide(v)
            assert [one["name"] for one in guide["choices"] if one["mine"]] == ["Waiting"]
            # What is done later counts as well.
            room = next(
                c["id"] for c in (await v.state())["channels"] if c["kind"] == "thread" and not c["archived"]
            )
            await v.act("Fay", "slash", room, name="circle pause", options={})
        assert (await v.state())["errors"] == []


@pytest.mark.parametrize("people", [3, 5])
async def test_whoever_gathers_people_is_led_to_an_open_circle(people: int) -> None:
    async with visiting(people) as v:
        guide = await _start(v, "enough-people")
        labels = []
        for _ in range(30):
            if guide["done"]:
                break
            labels.append(_label(guide))
            if labels[-1] == "/circle gather":
                await v.act("Fay", "slash", name="circle gather", options={})
            else:
                await _follow(v, guide)
            guide = await _guide(v)
        assert guide["done"], labels
        assert [one for one in labels if one] == [
            "/circle gather", "I would like a circle now", "I can hold it",
        ]  # fmt: skip
        assert len(guide["choices"]) == 4
        await v.skip(5)
        await v.press("Fay", "Begin")
        await v.skip(60)
        await v.press("Fay", "I agree")
        await v.skip(60)
        assert "the talking piece comes to you" in await v.reads("Fay")
        assert (await v.state())["errors"] == []
