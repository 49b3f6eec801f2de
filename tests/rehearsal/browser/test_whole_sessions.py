"""Whole sessions through the page: as the facilitator, and as a member."""

from __future__ import annotations

from playwright.async_api import expect

from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium

pytestmark = in_chromium

CLOSED = "The circle is closed. Thank you"


async def test_a_facilitator_holds_a_whole_circle() -> None:
    async with browsing() as b:
        fay = await b.open("Fay")
        for name in ("Ana", "Ben", "Cleo", "Dev"):
            await fay.switch(f"Auto for {name}")
        await fay.command("circle open", name="Evening circle")
        await fay.sees("Evening circle")
        await fay.speed("60×")
        await fay.go_to("thread")
        await fay.sees("5 of 8 seats are taken")
        # From here on from thing to thing: at sixty times, a slow machine would miss what comes and goes.
        await fay.speed("Pause")
        await fay.press("Begin")
        await fay.skip_to(fay.button("I agree"))
        await fay.press("I agree")
        await fay.skip_to(fay.offer)
        await fay.tell("Glad to sit down.")
        await fay.skip_to(fay.said("One story each"))
        await fay.skip_to(fay.offer)
        await fay.tell("When I moved here I knew nobody, and then somebody rang my bell.")
        await fay.skip_to(fay.said("Now anyone may share"))
        await fay.command("circle next")
        await fay.skip_to(fay.said("What spark of hope"))
        await fay.write("A loaf, still warm.")
        await fay.skip_to(fay.said(CLOSED))
        for words in ("I type slowly", "the blue one", "Twice round the block."):
            await fay.sees(words)
        await fay.go_to("lobby")
        await fay.sees("This circle has closed.")
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []


async def test_a_member_sits_through_a_whole_circle() -> None:
    async with browsing(auto=True) as b:
        ana = await b.open("Fay")
        await ana.speed("Pause")
        await ana.be("Ana")
        await expect(ana.page).to_have_url(
            f"{b.visit.address.url}#as={b.visit.ids['Ana']}&in={b.visit.lobby}"
        )
        await ana.skip_to(ana.button("Save me a seat"))
        await ana.press("Save me a seat")
        await ana.sees("Come in whenever you like.")
        await ana.skip_to(ana.channels.get_by_role("button", name="thread"))
        await ana.go_to("thread")
        await ana.skip_to(ana.button("I agree"))
        await ana.press("I agree")
        await ana.sees("You are part of this circle.")
        await ana.skip_to(ana.offer)
        await ana.tell("A bit scattered. My bag is still packed.")
        await ana.skip_to(ana.said("One story each"))
        await ana.skip_to(ana.offer)
        await ana.press("Not yet")
        await expect(ana.offer).to_be_hidden()
        await ana.skip_to(ana.offer)
        await ana.tell("A nurse sat down on my bed and listed every dog she had ever had.")
        await ana.skip_to(ana.said("What spark of hope"))
        await ana.write("Dog number seven.")
        await ana.skip_to(ana.said(CLOSED))
        for label in ("Begin", "Pause", "End"):
            await expect(ana.button(label)).to_have_count(0)
        await ana.is_untroubled()
        assert (await b.visit.state("Ana"))["errors"] == []
