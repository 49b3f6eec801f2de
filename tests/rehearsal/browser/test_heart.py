"""The heart through the page: answering a story, being answered, a spark of hope, and taking it back."""

from __future__ import annotations

from playwright.async_api import expect

from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium

pytestmark = in_chromium

SPARK = "Dog number seven."


async def test_a_story_is_answered_and_a_spark_is_offered_found_and_withdrawn() -> None:
    async with browsing(people=5, auto=True) as b:
        ana = await b.open("Ana")
        await ana.speed("Pause")
        await ana.skip_to(ana.button("Save me a seat"))
        await ana.press("Save me a seat")
        await ana.skip_to(ana.channels.get_by_role("button", name="thread"))
        await ana.go_to("thread")
        await ana.skip_to(ana.button("I agree"))
        await ana.press("I agree")
        await ana.skip_to(ana.offer)
        await ana.tell("A bit scattered.")

        await ana.skip_to(ana.button("Me too"))
        await ana.press("Me too")
        await ana.sees(", without your name.")
        await ana.skip_to(ana.offer)
        await ana.offer.click()
        await ana.sees("@Ana has the talking piece")
        for _ in range(4):
            await ana.bar.get_by_role("button", name="Next thing").click()
        await ana.tell_on("She named every dog she had ever had.")
        await ana.skip_to(ana.said("A quiet word about your story"))
        await ana.sees("Only you read this, and I do not keep it.")

        await ana.skip_to(ana.button("Offer a spark"))
        await ana.press("Offer a spark")
        await ana.fill("One spark of hope", SPARK)
        await ana.submit()
        await ana.press("Share the spark")
        await ana.sees("Thank you.")
        await ana.skip_to(ana.said("The circle is closed. Thank you"))
        await ana.go_to("hope")
        await ana.skip_to(ana.said(SPARK))
        await expect(ana.log.get_by_text("Ana")).to_have_count(0)
        await ana.go_to("direct messages")
        await ana.press("Withdraw")
        await ana.go_to("hope")
        await ana.sees_not(SPARK)
        await ana.is_untroubled()
        assert (await b.visit.state("Ana"))["errors"] == []
