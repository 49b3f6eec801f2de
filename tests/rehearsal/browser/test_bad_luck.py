"""The page when much goes on: a lively room, two people in two tabs, and a page that is left open for a day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from itertools import count

from playwright.async_api import Response, expect

from bot.rehearsal.room.page_updates import MOST_PAGES
from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

pytestmark = in_chromium

CHATS_A_SECOND = 3
HOURS, EVERY, CHATS = 24, 4, 60
KEPT = 200
"""Messages the page keeps."""
PRIVATE = "You are not alone with this."
ONLY_BY_HAND = """const later = setTimeout;
setTimeout = (work, ms, ...rest) => later(work, ms >= 1000 ? 10 ** 9 : ms, ...rest);"""
"""The page tries again by itself as well, after a second or more; here it never comes to that."""
TOO_MANY = "Too many pages of this rehearsal are open"
GONE = "That message is not there any more."
LOST = "The rehearsal is not answering."


@asynccontextmanager
async def _chatting(visit: Visit, room: str) -> AsyncIterator[list[str]]:
    """Ben, Cleo and Dev talk, three times a second. What they said is in the list."""
    said: list[str] = []

    async def chat() -> None:
        for number in count(1):
            name = ("Ben", "Cleo", "Dev")[number % 3]
            await visit.act(name, "send", room, text=f"Word {number} of {name}.")
            said.append(f"Word {number} of {name}.")
            await asyncio.sleep(1 / CHATS_A_SECOND)

    talking = asyncio.ensure_future(chat())
    try:
        yield said
    finally:
        assert not talking.done(), talking.exception()
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)


async def _done(fay: Tab) -> None:
    """Let the piece go on, and press again if the card came again just then, below what the others wrote."""
    refused = fay.page.locator("#line-text").get_by_text(GONE)
    while True:
        await fay.press("I'm done")
        await expect(refused.or_(fay.said("For @Fay's story").first)).to_be_visible()
        if not await refused.is_visible():
            break
        await fay.page.get_by_role("button", name="Close this note").click()
    await expect(fay.button("I'm done")).to_be_hidden()


async def test_presses_are_accepted_while_others_chat() -> None:
    async with browsing() as b:
        room = await b.visit.begin()
        fay = await b.open("Fay")
        await fay.go_to("thread")
        async with _chatting(b.visit, room) as said:
            await fay.offer.click()
            await fay.sees("@Fay has the talking piece")
            for _ in range(6):
                await fay.press("I need support")
                await fay.sees(PRIVATE)
                await fay.log.get_by_role("button", name="Dismiss message").last.click()
                await fay.sees_not(PRIVATE)
            await fay.press("One more minute")
            await fay.sees("in 3 minutes")
            await fay.write("A loaf, still warm.")
            await _done(fay)
            for words in said[-3:]:
                await fay.sees(words)
        assert len(said) > CHATS_A_SECOND
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []


async def test_two_tabs_are_two_members_with_their_own_private_things() -> None:
    async with browsing(still=True) as b:
        await b.visit.begin()
        ana, ben = await b.open("Ana"), await b.open("Ben")
        await ana.go_to("thread")
        await ben.go_to("thread")
        await ana.press("I need support")
        await ana.sees(PRIVATE)
        await ben.write("Only for this room.")
        await ana.sees("Only for this room.")
        await ben.page.reload()
        await expect(ben.page.get_by_text("You are Ben")).to_be_attached()
        await ben.sees("Only for this room.")
        await ben.sees_not(PRIVATE)
        await ana.log.get_by_role("button", name="Dismiss message").last.click()
        await ana.sees_not(PRIVATE)
        await ben.press("I need support")
        await ben.sees(PRIVATE)
        await ana.write("I am listening.")
        await ben.sees("I am listening.")
        await ana.sees_not(PRIVATE)
        olu = await b.open("Olu")
        await expect(olu.channels.get_by_role("button", name="thread")).to_have_count(0)
        for tab in (ana, ben, olu):
            await tab.is_untroubled()


async def _nodes(tab: Tab) -> int:
    """How many parts of pages the browser keeps in memory, those out of sight included."""
    tools = await tab.page.context.new_cdp_session(tab.page)
    await tools.send("Performance.enable")
    await tools.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in (await tools.send("Performance.getMetrics"))["metrics"]}
    await tools.detach()
    return int(metrics["Nodes"])


async def test_a_page_that_is_left_open_for_a_day_goes_on() -> None:
    async with browsing(still=True) as b:
        ana = await b.open("Ana")
        nodes = []
        for hour in range(0, HOURS, EVERY):
            words = f"Hour {hour}, word "
            for number in range(CHATS if hour else KEPT):
                await b.visit.act("Ben", "send", text=f"{words}{number}.")
            await ana.sees(f"{words}{number}.")
            nodes.append(await _nodes(ana))
            for _ in range(EVERY):
                await b.visit.skip(3600)
        assert max(nodes) < 1.2 * nodes[0], nodes
        await ana.page.context.set_offline(True)
        await ana.writing.fill("Is anybody still here?")
        await ana.writing.press("Enter")
        await expect(ana.page.get_by_role("alert")).to_contain_text(LOST)
        await ana.page.context.set_offline(False)
        await expect(ana.page.get_by_role("alert")).to_have_text("")
        await ana.writing.press("Enter")
        await ana.sees("Is anybody still here?")
        await b.visit.act("Ben", "send", text="I am, good morning.")
        await ana.sees("I am, good morning.")
        assert (await b.visit.state("Ana"))["errors"] == []


def _says_why(response: Response) -> bool:
    """Whether this is the answer to the page's question why it gets no stream: the last thing it asks."""
    return response.url.endswith("/events") and response.request.resource_type == "fetch"


async def test_a_page_that_hears_of_no_changes_says_so_and_tries_again() -> None:
    async with browsing(still=True) as b:
        with ExitStack() as others:
            for _ in range(MOST_PAGES):
                others.enter_context(b.visit.room.world.page_updates.listening())
            ana = await b.open("Ana", script=ONLY_BY_HAND)
            alert = ana.page.get_by_role("alert")
            await expect(alert).to_contain_text(TOO_MANY)
            await ana.write("This can be pressed all the same.")
            await ana.sees("This can be pressed all the same.")
            async with ana.page.expect_response(_says_why) as refused:
                await alert.get_by_role("button", name="Try again").click()
            assert not (await refused.value).ok
            await expect(alert).to_contain_text(TOO_MANY)
        await alert.get_by_role("button", name="Try again").click()
        await expect(alert).to_be_empty()
        await b.visit.act("Ben", "send", text="She hears of this.")
        await ana.sees("She hears of this.")
