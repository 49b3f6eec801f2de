"""How groups are really run, for the gallery: a closed series with lines of its own up to its last meeting, a format
of the server's own, a circle that opens when enough people are here, somebody who is greeted, a slip and a listing."""

from __future__ import annotations

from pathlib import Path

from bot.ui.cards.settings.words import Step
from tests.rehearsal.browser.browsing import Browsing
from tests.rehearsal.browser.camera import Camera
from tests.rehearsal.browser.gallery import EVERYBODY
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

SERIES = {"name": "After a loss", "when": "2026-03-08 19:00", "repeat": "weekly for 2 weeks"}
OWN_LINE = "We say their names."
A_DAY_S = 86_400


async def series(b: Browsing, camera: Camera) -> None:
    """A closed series: its draft, a seat for all of it, an absence, and what is said when it is over."""
    visit, tab = b.visit, await camera.tab("Fay")
    await visit.act(
        "Fay", "slash", name="schedule create", options={**SERIES, "facilitator": visit.ids["Fay"]}
    )
    await tab.press("The same people")
    await camera.take_all(tab, "a1-series-form")
    await tab.choose("Who comes", "The same people each time: a closed series")
    await tab.choose("Format of the last meeting", "Last meeting")
    await tab.submit()
    await tab.sees("A closed series: a seat is for all 2 meetings.")
    await tab.press("Agreements")
    field = tab.form.get_by_role("textbox", name="What people agree to")
    await camera.take_all(tab, "a2-own-lines-form")
    await field.fill(f"{await field.input_value()}\n{OWN_LINE}")
    await tab.submit()
    await camera.take_all(tab, "a3-series-draft", OWN_LINE)
    await tab.press("Create it")
    await visit.skip(2)
    for name in EVERYBODY[2:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await tab.be("Ana")
    await camera.take_all(tab, "a4-series-invitation")
    await tab.press("Save me a seat")
    await camera.take_all(tab, "a5-series-seat")
    await tab.press("Give up my seat")
    await camera.take_all(tab, "a6-this-one-or-all")
    await tab.press("I cannot come this time")
    await camera.take_all(tab, "a7-not-this-time")
