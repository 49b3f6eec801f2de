"""The tour and the scenes, followed on the page by somebody who does what they say, at a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from bot.rehearsal.room.tour import STEPS
from tests.rehearsal.browser.browsing import ON_A_PHONE, browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = [
    *in_chromium,
    pytest.mark.parametrize("options", [{}, ON_A_PHONE], ids=["desktop", "phone"]),
]

WAITS = "Time waits for you"
IN_SIGHT = """node => { const box = node.getBoundingClientRect();
    return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth; }"""


async def _follow(fay: Tab, title: str) -> None:
    """Do what the step says, with what the card of the tour offers for it."""
    match title:
        case "Open a circle":
            await fay.pick("circle open")
            form = fay.page.get_by_role("form", name="Options of /circle open")
            run = form.get_by_role("button", name="Run command")
            assert await form.evaluate(IN_SIGHT)
            assert await run.evaluate(IN_SIGHT)
            await form.get_by_label("name").fill("My first circle")
            await form.get_by_role("combobox", name="format").click()
            await fay.page.get_by_role("option", name="Quick circle").click()
            await run.click()
        case "People take their seats":
            await fay.tour.get_by_role("button", name="Take me there").click()
        case "Begin":
            await fay.press("Begin")
        case "Agree on how to be together":
            await fay.skip_to(fay.button("I agree"))
            await fay.press("I agree")
        case "The piece comes to you":
            await fay.skip_to(fay.offer)
            await fay.tell("A loaf under her arm.")
        case "A difficult moment":
            # Nothing goes on before the person acts, whatever is pressed.
            await fay.skip_to(fay.tour.get_by_text(f" · {WAITS}"))
            clock = await fay.bar.locator("time").inner_text()
            await fay.bar.get_by_role("button", name="60×").click()
            await expect(fay.page.locator("#line-text")).to_contain_text(WAITS)
            await fay.page.get_by_role("button", name="Close this note").click()
            assert await fay.bar.locator("time").inner_text() == clock
            await _open_panel(fay)
            await fay.press("Pause")
        case "Support, in private":
            await fay.skip_to(fay.tour.get_by_text(f" · {WAITS}"))
            await _open_panel(fay)
            await fay.press("Resume")


async def _open_panel(fay: Tab) -> None:
    """Open the panel anew, and wait until the one before is gone: a press on that would come too late."""
    gone = fay.log.get_by_text("You have opened your panel anew.")
    before = await gone.count()
    await fay.command("circle panel")
    await expect(gone).to_have_count(before + 1)


async def test_the_tour_leads_to_its_end_and_a_second_time(options: dict[str, Any]) -> None:
    async with browsing() as b:
        fay = await b.open("Fay", **options)
        await fay.page.get_by_role("main").get_by_role("button", name="Show me around").click()
        for run in range(2):
            await expect(fay.tour).to_be_visible()
            await fay.speed("Pause")
            for number, step in enumerate(STEPS, 1):
                await fay.skip_to(fay.tour.get_by_role("heading", name=step.title, exact=True))
                progress = fay.tour.get_by_role("progressbar", name="How far the tour is")
                await expect(progress).to_have_attribute("value", str(number))
                await _follow(fay, step.title)
                if run and step.title == "A difficult moment":
                    break
            else:
                await expect(fay.tour).to_contain_text("I looked for the ids of 6 people, and found none.")
                await fay.practise("Show me around")
        await fay.tour.get_by_role("button", name="Stop the tour").click()
        await expect(fay.tour).to_be_hidden()
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []


async def _act(fay: Tab, scene: str) -> str:
    """Try what the scene proposes. Returns the name of that choice."""
    match scene:
        case "A long silence":
            await fay.bar.get_by_role("button", name="+1 min").click()
            return "Waiting"
        case "Somebody asks for support":
            await fay.press("Answer in private")
            await fay.form.get_by_role("textbox").fill("I am here. Now, or after the circle?")
            await fay.submit()
            return "A private line"
        case "You cannot stay":
            await fay.command("circle handover", member="Ben")
            return "Handing over"
        case "Two talk over each other":
            await fay.scene.get_by_role("button", name="Wait and see").click()
            return "Waiting"
        case "The last meeting of a series":
            await fay.write("It is hard to stop, and we say goodbye today.")
            return "A line to everyone"
    await fay.write("Thank you. We can come back to you at the end.")
    return "A kind line"


async def _gather(fay: Tab) -> None:
    """The scene in which people come together who had not planned to."""
    await fay.practise("When enough people are here")
    await expect(fay.scene.get_by_role("heading", name="Ask who would like a circle")).to_be_visible()
    await fay.go_to("lobby")
    await fay.command("circle gather")
    await fay.press("I would like a circle now")
    await fay.skip_to(fay.scene.get_by_role("heading", name="Somebody holds it"))
    await fay.press("I can hold it")
    await fay.skip_to(fay.scene.get_by_role("heading", name="The circle is open"))


async def test_scenes_are_played_and_tell_of_other_choices(options: dict[str, Any]) -> None:
    async with browsing() as b:
        fay = await b.open("Fay", **options)
        scenes = [one["title"] for one in (await b.visit.state())["lessons"]][1:-1]
        # The first is played once more, in the same room.
        for scene in (*scenes, scenes[0]):
            await fay.practise(scene)
            await expect(fay.scene).to_be_visible()
            if scene != "A long silence":
                await fay.skip_to(fay.scene.get_by_text(f" · {WAITS}"))
            mine = await _act(fay, scene)
            await expect(fay.scene.get_by_role("heading", name="What else there was")).to_be_visible()
            choices = fay.scene.get_by_role("listitem")
            await expect(choices.filter(has_text="you did this")).to_contain_text(mine)
            assert await choices.count() > 4
        await _gather(fay)
        await fay.scene.get_by_role("button", name="Close").click()
        await expect(fay.scene).to_be_hidden()
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []
