"""A weekly circle through the page: made by an admin, filled, reminded of, opened and held."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.async_api import expect

from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium

pytestmark = in_chromium

MEMBERS = ("Ana", "Ben", "Cleo", "Dev")
A_WEEK_BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_an_admin_makes_a_weekly_circle_and_a_week_later_it_is_held() -> None:
    async with browsing(auto=True, still=True, begins_at=A_WEEK_BEFORE) as b:
        fay = await b.open("Fay")
        await fay.command("schedule create", name="Sunday circle", when="2026-03-08 19:00", repeat="weekly")
        await fay.sees("Sunday, 8 March 2026, 19:00")
        await fay.press("Change the time")
        await fay.fill("Time zone", "Europe/Berlin")
        await fay.submit()
        await fay.sees("by the clocks of Europe/Berlin")
        await fay.press("People and place")
        await expect(fay.form.get_by_role("combobox", name="Place")).to_contain_text("#lobby")
        await fay.choose("Facilitators, in turn", "Fay", "Ana")
        await fay.fill("Seats", "4")
        await fay.submit()
        await fay.sees("Facilitating in turn: @Fay → @Ana")
        await fay.sees("Seats: 4, and at least 3 people")
        await fay.press("How it goes")
        await fay.choose("Format", "Quick circle")
        await fay.form.get_by_role("checkbox", name="Show in the invitation who has a seat").check()
        await fay.form.get_by_role("checkbox", name="a week before").uncheck()
        await fay.submit()
        await fay.sees("The invitation shows who has a seat.")
        await fay.press("Create it")
        await fay.sees("is saved.")

        await fay.skip_to(fay.said("1 person waits for a seat."))
        await fay.sees("4 of 4 seats are taken.")
        # Everybody presses in the same instant, so who waits is chance.
        invitation = await fay.said("4 of 4 seats are taken.").inner_text()
        *_, gives_up = [name for name in MEMBERS if f"@{name}" in invitation]
        (waits,) = [name for name in MEMBERS if f"@{name}" not in invitation]
        await fay.channels.get_by_text("1 Event", exact=True).click()
        await expect(fay.channels.get_by_role("listitem").filter(has_text="Sunday circle")).to_be_visible()

        await fay.skip_to(fay.channels.get_by_role("button", name="direct messages"))
        await fay.be(gives_up)
        # Meanwhile she would open another circle, by herself.
        await fay.switch("Auto for Fay", on=False)
        # One after the other is reminded, and perhaps Fay was the first.
        await fay.skip_to(fay.channels.get_by_role("button", name="direct messages"))
        await fay.go_to("direct messages")
        await fay.sees("Sunday circle begins")
        await fay.press("Give up my seat")
        await fay.be("Fay")
        await fay.go_to("lobby")
        await fay.skip_to(fay.said(f"@{waits}"))
        await fay.sees("4 of 4 seats are taken.")
        await fay.sees_not("waits for a seat")

        await fay.skip_to(fay.channels.get_by_role("button", name="thread"))
        await fay.go_to("thread")
        await fay.skip_to(fay.said("It is time. Begin whenever you are ready."))
        await fay.press("Begin")
        await fay.skip_to(fay.button("I agree"))
        await fay.press("I agree")
        await fay.skip_to(fay.offer)
        await fay.tell("A loaf, still warm.")
        await fay.skip_to(fay.said("The circle is closed. Thank you"))
        await fay.go_to("lobby")
        await fay.sees("This circle has closed.")
        await fay.is_untroubled()
        assert (await b.visit.state())["errors"] == []


async def test_a_day_is_skipped_in_a_moment() -> None:
    async with browsing(still=True, begins_at=A_WEEK_BEFORE) as b:
        fay = await b.open("Fay")
        await expect(fay.bar).to_contain_text("Sun, Mar 1")
        await fay.bar.get_by_role("button", name="+1 day").click()
        await expect(fay.bar).to_contain_text("Mon, Mar 2")
        await expect(fay.page.get_by_text("Time skipped one day.")).to_be_visible()
        await fay.is_untroubled()
