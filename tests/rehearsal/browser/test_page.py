"""The page itself: how it is loaded and kept, how many may be open, and what a key does in its fields."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.rehearsal.browser.axe import barriers
from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.wire.line import until

pytestmark = in_chromium

TABS = 7
"""More pages than a browser opens connections to one server."""
SENT = """() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/static/"))
    .map(({ transferSize }) => transferSize)"""
"""How many bytes came over the wire for each of the page's parts."""
BACKGROUND, LIGHT = (
    "() => getComputedStyle(document.querySelector('main')).backgroundColor",
    "rgb(255, 255, 255)",
)
IS_STATE = re.compile(r"/api/state\?")
TWO_FRAMES = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SOON = """const later = setTimeout;
setTimeout = (work, ms, ...rest) => later(work, ms / 20, ...rest);"""
"""What the page waits for comes twenty times as soon."""


async def test_the_page_and_its_look_are_kept_and_many_of_it_share_one_stream() -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay")
        sent = await fay.page.evaluate(SENT)
        assert len(sent) > 40
        assert sum(sent) < 100_000
        # So is the look that somebody chose; until then it is the system's.
        looks = fay.page.get_by_role("group", name="Light and dark")
        assert await fay.page.evaluate(BACKGROUND) == LIGHT
        await looks.get_by_role("button", name="Dark").click()
        await fay.page.reload()
        assert await fay.page.evaluate(BACKGROUND) != LIGHT
        await expect(looks.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
        await fay.sees("Is there a circle tonight?")
        sent_again = await fay.page.evaluate(SENT)
        assert (len(sent_again), sum(sent_again)) == (len(sent), 0)
        tabs = [fay, *[await b.open_beside(fay, name) for name in ("Ana", "Ben", "Cleo", "Dev", "Olu")]]
        tabs.append(await b.open_beside(fay, "Fay"))
        assert len(tabs) == TABS
        # The stream of the page before the reload is missed in its own time.
        await until(lambda: b.visit.room.world.page_updates.pages == 1, "they share one stream")
        await tabs[-2].write("Everybody hears of this.")
        for tab in tabs:
            await tab.sees("Everybody hears of this.")
        # The one that listened is closed: another listens in its place.
        await fay.page.close()
        await tabs[1].write("And of this.")
        for tab in tabs[1:]:
            await tab.sees("And of this.")
            await tab.is_untroubled()


async def test_a_page_without_a_stream_says_so_and_looks_by_itself() -> None:
    async with browsing(still=True) as b:
        ana = await b.open("Ana", script=SOON, stream=False)
        alert = ana.page.get_by_role("alert")
        await expect(alert).to_contain_text("This page does not hear of changes by itself just now.")
        assert await barriers(ana, "light") + await barriers(ana, "dark") == []
        await b.visit.act("Ben", "send", text="She finds this by looking.")
        await ana.sees("She finds this by looking.")
        await ana.page.unroute_all()
        await expect(alert).to_be_empty()


async def test_what_arrives_in_the_middle_of_a_press_does_not_move_what_is_pressed() -> None:
    async with browsing(still=True) as b:
        ana = await b.open("Ana")
        hope = ana.channels.get_by_role("button", name="hope")
        before = await hope.bounding_box()
        assert before is not None
        await hope.hover()
        await ana.page.mouse.down()
        heard: list[str] = []
        ana.page.on("response", lambda answer: heard.append(answer.url))
        await b.visit.open()
        await until(lambda: any(IS_STATE.search(url) for url in heard), "the page hears of the thread")
        await ana.page.evaluate(TWO_FRAMES)
        assert await hope.bounding_box() == before
        await ana.page.mouse.up()
        await expect(ana.log).to_have_accessible_name("Messages in hope")
        # The thread stands above it now.
        after = await hope.bounding_box()
        assert after is not None
        assert after["y"] > before["y"]


async def test_enter_takes_the_first_suggestion() -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay")
        await fay.pick("schedule create")
        form = fay.page.get_by_role("form", name="Options of /schedule create")
        place, facilitator = form.get_by_label("place"), form.get_by_label("facilitator")
        # Also for whoever is quicker than the suggestions.
        await place.fill("he")
        await place.press("Enter")
        await expect(place).to_have_value("#Hearth")
        await place.fill("he")
        await expect(fay.page.get_by_role("option").first).to_have_class("menu-option active")
        await place.press("Enter")
        await expect(place).to_have_value("#Hearth")
        # Words stay as they are on the way to the next field.
        await place.fill("he")
        await expect(fay.page.get_by_role("option").first).to_be_visible()
        await place.press("Tab")
        await expect(place).to_have_value("he")
        # Where nothing is needed and nothing is typed, Enter sends the form, which says what is missing.
        await facilitator.focus()
        await expect(fay.page.get_by_role("option").first).to_be_visible()
        await facilitator.press("Enter")
        await expect(form.get_by_text("This one is needed.").first).to_be_visible()
        await expect(facilitator).to_have_value("")
