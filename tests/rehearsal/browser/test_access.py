"""The page for everybody: axe finds no fault with it, whatever is open, and a keyboard is enough."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.rehearsal.browser.axe import barriers
from tests.rehearsal.browser.browsing import ON_A_PHONE, browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = in_chromium

BOTH_SIZES = pytest.mark.parametrize("options", [{}, ON_A_PHONE], ids=["desktop", "phone"])


async def _is_without_barriers(tab: Tab, state: str) -> None:
    """Axe has nothing to say, in the light and in the dark."""
    found = await barriers(tab, "light") + await barriers(tab, "dark", runOnly=["color-contrast"])
    await tab.page.emulate_media(color_scheme="light")
    assert found == [], f"{state}: {found}"


@BOTH_SIZES
async def test_axe_finds_nothing_to_mend(options: dict[str, Any]) -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay", **options)
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
        await b.visit.post("guide", {"start": "tour"})
        await expect(fay.tour).to_be_visible()
        await _is_without_barriers(fay, "the tour")
        await fay.bar.get_by_role("button", name="Practise").click()
        await expect(fay.page.get_by_role("dialog")).to_be_visible()
        await _is_without_barriers(fay, "the list of what can be practised")


@BOTH_SIZES
async def test_a_scene_is_without_barriers(options: dict[str, Any]) -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay", **options)
        await fay.practise("A long silence")
        await _is_without_barriers(fay, "a scene")
        await fay.write("Take all the time you need.")
        await expect(fay.scene.get_by_role("listitem").first).to_be_visible()
        await _is_without_barriers(fay, "what else there was")


@BOTH_SIZES
async def test_a_schedule_is_without_barriers(options: dict[str, Any]) -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay", **options)
        wishes = {"name": "Weekly", "when": "Sunday 19:00", "repeat": "weekly"}
        await b.visit.act("Fay", "slash", name="schedule create", options=wishes)
        await fay.sees("Nothing is announced before you create it.")
        await _is_without_barriers(fay, "a draft")
        for label in ("Change the time", "People and place", "How it goes"):
            await fay.press(label)
            await expect(fay.form).to_be_visible()
            await _is_without_barriers(fay, f"the form {label}")
            await fay.form.get_by_role("button", name="Cancel").click()
        await fay.press("Create it")
        await b.visit.skip(2)
        await fay.open_channels()
        await fay.channels.get_by_text("1 Event", exact=True).click()
        await _is_without_barriers(fay, "the server's events")


async def test_a_direct_message_and_a_voice_channel_are_without_barriers() -> None:
    async with browsing(still=True) as b:
        await b.visit.begin()
        await b.visit.press("Ben", "I need support")
        await b.visit.forget_presses()
        await b.visit.press("Ben", "Let the facilitator know")
        fay = await b.open("Fay")
        await fay.go_to("direct messages")
        await fay.sees("could use some support")
        await _is_without_barriers(fay, "a direct message")
        await fay.go_to("Porch, stage")
        await fay.page.get_by_role("button", name="Join").click()
        hand = fay.page.get_by_role("button", name="Raise your hand")
        await hand.click()
        await expect(hand).to_have_attribute("aria-pressed", "true")
        await _is_without_barriers(fay, "a stage")
        await b.visit.invite_to_speak("Fay")
        await expect(fay.page.get_by_role("status").get_by_text("invites you to speak")).to_be_visible()
        for name in ("Ana", "Dev"):
            await b.visit.act(name, "join", (await b.visit.places("Fay"))["Porch"]["id"])
        await b.visit.act("Ana", "hand", (await b.visit.places("Fay"))["Porch"]["id"], on=True)
        await expect(fay.voice.get_by_text("no microphone")).to_be_visible()
        await _is_without_barriers(fay, "an invitation to speak, and a roster")
        await fay.page.get_by_role("button", name="Accept").click()
        await expect(fay.voice.get_by_text("Only you can be heard now.")).to_be_visible()
        await fay.people.get_by_text("More about Ana").locator("..").click()
        await fay.switch("The line of Ana drops")
        await expect(fay.people.get_by_text("line dropped")).to_be_visible()
        await _is_without_barriers(fay, "a speaker, and a line that dropped")
        await fay.page.get_by_role("button", name="Move to the audience").click()
        await expect(hand).to_be_visible()
        saved = await b.visit.get("save.html", viewer=b.visit.ids["Fay"])
        await fay.page.set_content(await saved.text())
        await _is_without_barriers(fay, "the evening, saved as a page")
