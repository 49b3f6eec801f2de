"""The guided first session, followed on the page by somebody who does what it says."""

from __future__ import annotations

from playwright.async_api import expect

from bot.rehearsal.room.lesson import STEPS
from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = in_chromium


async def _follow(fay: Tab, title: str) -> None:
    """Do what the step says."""
    match title:
        case "Open a circle":
            await fay.command("circle open", name="My first circle", format="Quick circle")
        case "People take their seats":
            await fay.skip_to(fay.channels.get_by_role("button", name="thread"))
            await fay.go_to("thread")
        case "Begin":
            await fay.press("Begin")
        case "Agree on how to be together":
            await fay.skip_to(fay.button("I agree"))
            await fay.press("I agree")
        case "The piece comes to you":
            await fay.skip_to(fay.offer)
            await fay.tell("A loaf under her arm.")
        case "A difficult moment":
            await fay.skip_to(fay.said("Could we stop for a moment?"))
            await fay.command("circle panel")
            await fay.sees("The piece is with @")
            await fay.press("Pause")
            await fay.sees("The circle is paused.")
        case "Support, in private":
            await fay.press("Resume")
            await fay.sees("The circle goes on where it was.")


async def test_the_tour_leads_to_its_end() -> None:
    async with browsing() as b:
        fay = await b.open("Fay")
        await fay.bar.get_by_role("button", name="Show me around").click()
        # The tour lets time run; whoever is quicker than it would pause too early.
        await expect(fay.tour).to_be_visible()
        await fay.speed("Pause")
        for number, step in enumerate(STEPS, 1):
            await fay.skip_to(fay.tour.get_by_role("heading", name=step.title, exact=True))
            progress = fay.tour.get_by_role("progressbar", name="How far the tour is")
            await expect(progress).to_have_attribute("value", str(number))
            await _follow(fay, step.title)
        await expect(fay.tour).to_contain_text("The id of none of the 6 people is there.")
        await expect(fay.tour.get_by_role("button", name="Next step")).to_have_count(0)
        await fay.tour.get_by_role("button", name="Close").click()
        await expect(fay.tour).to_be_hidden()
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []


async def test_the_tour_can_be_stopped_and_gone_on_with_by_hand() -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay")
        await fay.page.get_by_role("main").get_by_role("button", name="Show me around").click()
        await fay.tour.get_by_role("button", name="Next step").click()
        await expect(fay.tour.get_by_role("heading", name="People take their seats")).to_be_visible()
        await fay.tour.get_by_role("button", name="Stop the tour").click()
        await expect(fay.tour).to_be_hidden()
        await fay.is_untroubled()
