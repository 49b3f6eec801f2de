"""A command that takes a file: the page hands it in whole, and says so when it is too large."""

from __future__ import annotations

import json

from playwright.async_api import Route, expect

from bot.rehearsal.room import typed
from tests.rehearsal.browser.browsing import browsing
from tests.rehearsal.browser.chromium import in_chromium

pytestmark = in_chromium

DECK = b'title = "Small hours"\n\xff'
OPTION = {"name": "deck", "type": 11, "description": "A file", "required": True, "choices": []}


async def test_a_file_is_handed_in_with_a_command() -> None:
    sent = []

    async def with_a_command(route: Route) -> None:
        answer = await route.fetch()
        state = await answer.json()
        state["commands"].append({"name": "deck import", "description": "", "options": [OPTION]})
        await route.fulfill(json=state)

    async def taken(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        await route.fulfill(json={"ok": True})

    async with browsing(still=True) as b:
        fay = await b.open("Fay")
        await fay.page.route("**/api/state*", with_a_command)
        await fay.page.route("**/api/do", taken)
        await b.visit.act("Ana", "send", text="Now it is there.")
        await fay.sees("Now it is there.")
        await fay.pick("deck import")
        form = fay.page.get_by_role("form", name="Options of /deck import")
        field = form.get_by_label("deck")
        run = form.get_by_role("button", name="Run command")
        await field.set_input_files(
            {"name": "large.toml", "mimeType": "text/plain", "buffer": bytes(600_000)}
        )
        await run.click()
        await expect(form.get_by_text("A rehearsal takes files of up to half a megabyte.")).to_be_visible()
        await field.set_input_files({"name": "deck.toml", "mimeType": "text/plain", "buffer": DECK})
        await run.click()
        await expect(form).to_be_hidden()
    (asked,) = [one for one in sent if one["kind"] == "slash"]
    assert typed.file(asked["options"]["deck"]) == ("deck.toml", DECK)
