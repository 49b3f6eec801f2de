"""Groups as they are run, through the page on a phone: a format as a file and back, and a listing."""

from __future__ import annotations

import json

from playwright.async_api import FilePayload, expect

from tests.rehearsal.browser.browsing import ON_A_PHONE, browsing
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = in_chromium

OWN = "Thursday circle"


async def _download(tab: Tab, name: str) -> bytes:
    """The file that was answered with, as the browser saves it."""
    async with tab.page.expect_download() as saving:
        await tab.log.get_by_role("link", name=name).last.click()
    return (await (await saving.value).path()).read_bytes()


async def test_a_format_and_a_listing_are_made_and_taken_along_on_a_phone() -> None:
    async with browsing(still=True) as b:
        fay = await b.open("Fay", **ON_A_PHONE)
        await _make_a_format(fay)
        await _make_it_public(fay)
        await fay.is_untroubled()


async def _make_a_format(fay: Tab) -> None:
    """A format of the server's own, into a file and back from it, and tried."""
    await fay.command("formats copy", format="Quick circle", name=OWN)
    await fay.press("Times of a turn")
    await fay.fill("The quiet between two turns", "0:20")
    await fay.submit()
    await fay.press("Save it")
    await fay.sees("is saved.")
    await fay.command("formats export", format=OWN)
    await fay.sees("as a file.")
    kept = await _download(fay, "thursday-circle.toml")
    assert b"breath_s = 20" in kept
    changed = kept.replace(OWN.encode(), b"Friday circle")
    await fay.pick("formats import")
    form = fay.page.get_by_role("form", name="Options of /formats import")
    given: FilePayload = {"name": "friday.toml", "mimeType": "text/plain", "buffer": changed}
    await form.get_by_label("file").set_input_files(given)
    await form.get_by_role("button", name="Run command").click()
    await expect(form).to_be_hidden()
    await fay.sees("Friday circle")
    await fay.press("Try it")
    await fay.go_to("thread")
    await fay.sees("This is practice")
    await fay.go_to("lobby")


async def _make_it_public(fay: Tab) -> None:
    """A weekly circle that finders of meetings may list."""
    await fay.command("schedule create", name="Sunday circle", when="Sunday 19:00", repeat="weekly")
    await fay.press("How it goes")
    await fay.form.get_by_role("checkbox", name="List it publicly").check()
    await fay.submit()
    await fay.press("Create it")
    await fay.command("schedule calendar")
    await fay.sees("lists 1 weekly circle that was made public")
    (listed,) = json.loads(await _download(fay, "meetings.json"))
    assert (listed["name"], listed["day"]) == ("Sunday circle", 0)
    assert b"BEGIN:VEVENT" in await _download(fay, "circle.ics")
