"""The page for everybody: axe finds no fault with it, whatever is open, and a keyboard is enough."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.rehearsal.browser.browsing import PHONE, browsing
from tests.rehearsal.browser.chromium import needs_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = needs_chromium


async def _is_without_barriers(tab: Tab, state: str) -> None:
    """Axe has nothing to say."""
    await expect(tab.page.locator("body")).not_to_have_class("waiting")
    found = (await Axe().run(tab.page)).response["violations"]
    told = [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:4]}" for one in found]
    assert told == [], f"{state}: {told}"


@pytest.mark.parametrize("size", ["desktop", "phone"])
async def test_axe_finds_nothing_to_mend(size: str) -> None:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    async with browsing(still=True) as b:
        fay = await b.open("Fay", **(phone if size == "phone" else {}))
        await _is_without_barriers(fay, "the lobby, and the invitation to the tour")
        await b.visit.begin()
        await fay.sees("It has begun.")
        await _is_without_barriers(fay, "the invitation and the facilitator's panel")
        await fay.command("care support")
        await fay.sees("Only you can see this")
        await _is_without_barriers(fay, "a private card")
        await fay.writing.press_sequentially("/circle")
        await _is_without_barriers(fay, "the list of commands")
        await fay.writing.press("Escape")
        await fay.open_channels()
        await _is_without_barriers(fay, "the places")
        await fay.page.keyboard.press("Escape")
        await fay.go_to("thread")
        await expect(fay.offer).to_be_visible()
        await _is_without_barriers(fay, "an offer of the piece")
        await fay.offer.click()
        await fay.sees("@Fay has the talking piece")
        await _is_without_barriers(fay, "a turn")
        await fay.command("circle prompt")
        await _is_without_barriers(fay, "the question")
        await fay.press("Type one")
        await expect(fay.page.get_by_role("dialog")).to_be_visible()
        await _is_without_barriers(fay, "a form")
        await fay.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        await fay.open_people()
        await fay.people.get_by_text("More about Cleo").locator("..").click()
        await fay.switch("Cleo leaves the server")
        await fay.switch("Discord is slow")
        await fay.people.get_by_role("button", name="Discord is down").click()
        await expect(fay.page.get_by_text("Discord is down for thirty seconds, as")).to_be_attached()
        await _is_without_barriers(fay, "people and weather")
        await fay.close_people()
        await _is_without_barriers(fay, "Discord is down")
        await b.visit.skip(40)
        await b.visit.post("guide", {"start": True})
        await expect(fay.tour).to_be_visible()
        await _is_without_barriers(fay, "the tour")


async def test_a_direct_message_and_a_voice_channel_are_without_barriers() -> None:
    async with browsing(still=True) as b:
        await b.visit.begin()
        await b.visit.press("Ben", "I need support")
        await b.visit.forget_presses()
        await b.visit.press("Ben", "Let the facilitator know")
        fay = await b.open("Fay")
        await fay.go_to("direct messages")
        await fay.sees("they could use some support")
        await _is_without_barriers(fay, "a direct message")
        await fay.go_to("Porch, stage")
        await fay.page.get_by_role("button", name="Join").click()
        await fay.page.get_by_role("button", name="Raise your hand").click()
        await _is_without_barriers(fay, "a stage")
