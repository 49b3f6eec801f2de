"""On a phone: how tall the speaker's card is, how far its button is away while much is written, and a circle on a stage
that is held."""

from __future__ import annotations

import re
import sys

from playwright.async_api import Locator, expect

from tests.rehearsal.browser.browsing import ON_A_PHONE, browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = in_chromium

TALLEST_PX = 260
QUESTION = "What do you do differently now than you once did? How did it begin, and with whom?"
"""As long as most: half of the questions in the decks are no longer."""
LONGER = (
    "What is something small that somebody once did for you, perhaps without noticing, that has stayed with you "
    "since? Where were you, and what was the light like?"
)
"""Put while the round goes on, so that it is on the card. As long as any may be: on a phone it has four lines."""
MESSAGES = 30
SCREENS = 2
AWAY = """node => { const log = document.querySelector("#log");
    log.scrollTop = log.scrollHeight;
    return (log.getBoundingClientRect().bottom - node.getBoundingClientRect().top) / log.clientHeight; }"""
"""How many screens of messages one scrolls back from the newest to see all of a button."""


async def _height(card: Locator) -> float:
    box = await card.bounding_box()
    assert box is not None
    return box["height"]


async def _away(ana: Tab) -> float:
    screens: float = await ana.button("I'm done").evaluate(AWAY)
    return screens


async def test_the_speakers_card_is_small_and_its_button_stays_near() -> None:
    async with browsing(still=True) as b:
        room = await b.visit.begin(prompt=QUESTION)
        await b.visit.press("Fay", "Receive")
        await b.visit.press("Fay", "I'm done")
        await b.visit.skip(8)
        ana = await b.open("Ana", **ON_A_PHONE)
        await ana.page.get_by_role("button", name="Not now").click()
        await ana.go_to("thread")
        await ana.offer.click()
        card = ana.said("@Ana has the talking piece").locator(".container")
        await expect(ana.button("I'm done")).to_be_visible()
        buttons = await card.get_by_role("button").all_inner_texts()
        usual = await _height(card)
        await b.visit.act("Fay", "slash", room, name="circle prompt", options={"prompt": LONGER})
        await b.visit.skip(2)
        await expect(card.get_by_text(LONGER)).to_be_visible()
        tallest = await _height(card)
        sys.stdout.write(
            f"\nThe speaker's card on a phone: {usual:.0f} px, {tallest:.0f} px with a question of four lines, "
            f"{len(buttons)} buttons\n"
        )
        assert usual <= tallest <= TALLEST_PX
        farthest = 0.0
        for number in range(1, MESSAGES + 1):
            words = (
                f"The bus driver waited for me every morning that winter. He said it was traffic. {number}"
            )
            await b.visit.act("Ana", "send", room, text=words)
            await b.visit.skip(2)
            await ana.sees(words)
            farthest = max(farthest, await _away(ana))
        sys.stdout.write(f"I'm done was at most {farthest:.1f} screens away in {MESSAGES} messages\n")
        assert farthest <= SCREENS
        await ana.is_untroubled()


async def test_a_held_circle_on_a_stage_is_played_with_a_thumb() -> None:
    async with browsing(people=3, still=True) as b:
        visit = b.visit
        room = await visit.open(2, format="quick-circle", room="stage", held=True)
        for name in ("Fay", "Ben"):
            await visit.act(name, "join", room)
        ana = await b.open("Ana", **ON_A_PHONE)
        await ana.page.get_by_role("button", name="Not now").click()
        await ana.go_to(re.compile("^circle-"))
        await ana.voice.get_by_role("button", name="Join").click()
        await expect(ana.voice.get_by_role("listitem")).to_have_text(
            ["Fayin the audience", "Benin the audience", "Ana (you)in the audience"]
        )
        await visit.press("Fay", "Begin")
        await visit.skip(31)
        for name in ("Fay", "Ana", "Ben"):
            await visit.press(name, "I agree")
        await visit.skip(3)
        await expect(ana.voice.get_by_text("invited to speak")).to_have_count(1)
        await visit.act("Fay", "answer", room, on=True)
        await expect(ana.voice.get_by_text("Only Fay can be heard now.")).to_be_visible()
        await visit.skip(2)
        await visit.press("Fay", "I'm done")
        await visit.skip(8)

        # To accept is to receive: everything she needs is before her, the buttons of her card too
        await ana.voice.get_by_role("button", name="Accept").click()
        await expect(ana.voice.get_by_text("Only you can be heard now.")).to_be_visible()
        await visit.skip(2)
        await ana.sees("@Ana has the talking piece")
        done = ana.button("I'm done")
        await expect(done).to_be_in_viewport(ratio=1)
        await done.click()
        await visit.skip(8)
        await expect(ana.voice.get_by_text("Nobody can be heard now.")).to_be_visible()

        # Ben's line drops while it comes to him, and he is invited when he is back
        await ana.open_people()
        await ana.people.get_by_text("More about Ben").locator("..").click()
        await ana.switch("The line of Ben drops")
        await expect(ana.people.get_by_text("line dropped")).to_be_visible()
        await visit.skip(2)
        await ana.switch("The line of Ben drops", on=False)
        await ana.close_people()
        await visit.skip(2)
        await visit.act("Ben", "answer", room, on=True)
        await expect(ana.voice.get_by_text("Only Ben can be heard now.")).to_be_visible()
        await visit.skip(2)
        await visit.press("Ben", "I'm done")
        await visit.skip(8)
        await ana.sees("Closing")
        await ana.is_untroubled()
