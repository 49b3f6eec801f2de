"""How groups are really run, for the gallery: a closed series with lines of its own, up to its last meeting and the
beginning of another one."""

from __future__ import annotations

from tests.rehearsal.browser.browsing import Browsing
from tests.rehearsal.browser.camera import Camera
from tests.rehearsal.browser.gallery import EVERYBODY
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

SERIES = {
    "name": "After a loss",
    "when": "2026-03-01 20:00",
    "repeat": "weekly for 2 weeks",
    "format": "quick-circle",
    "capacity": "5",
}
LAST = "This was the last of 2 meetings."
OWN_LINE = "We say their names."
AN_HOUR_S, A_DAY_S = 3_600, 86_400


async def series(b: Browsing, camera: Camera) -> None:
    """A closed series: its draft, a seat for all of it, an absence, and what is said when it is over."""
    visit, tab = b.visit, await camera.tab("Fay")
    options = {**SERIES, "facilitator": visit.ids["Fay"]}
    await visit.act("Fay", "slash", name="schedule create", options=options)
    await tab.press("The same people")
    await camera.take_all(tab, "101-series-form")
    await tab.choose("Who comes", "The same people each time: a closed series")
    await tab.submit()
    await tab.sees("A closed series: a seat is for all 2 meetings.")
    await tab.press("Agreements")
    field = tab.form.get_by_role("textbox", name="What people agree to")
    await camera.take_all(tab, "102-own-lines-form")
    await field.fill(f"{await field.input_value()}\n{OWN_LINE}")
    await tab.submit()
    await camera.take_all(tab, "103-series-draft", OWN_LINE)
    await tab.press("Create it")
    await visit.skip(2)
    for name in EVERYBODY[2:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await tab.be("Ana")
    await camera.take_all(tab, "104-series-invitation")
    await tab.press("Save me a seat")
    await camera.take_all(tab, "105-series-seat")
    await tab.press("Give up my seat")
    await camera.take_all(tab, "106-this-one-or-all")
    await tab.press("I cannot come this time")
    await camera.take_all(tab, "107-not-this-time")
    await _begin_meeting(visit, AN_HOUR_S)
    await visit.act("Fay", "slash", await room_of(visit), name="circle end", options={})
    for _ in range(6):
        await visit.skip(A_DAY_S)
    await _last_meeting(visit, tab, camera)


async def _begin_meeting(visit: Visit, seconds: int) -> None:
    """The hour comes after that long, and whoever holds the meeting begins it."""
    await visit.skip(seconds)
    await visit.press("Fay", "Begin")
    await visit.skip(46)


async def _last_meeting(visit: Visit, tab: Tab, camera: Camera) -> None:
    """The last meeting, from its agreements to the end, and how a new series is begun."""
    await tab.go_to("lobby")
    await camera.take_all(tab, "108-last-invitation")
    await _begin_meeting(visit, A_DAY_S)
    await tab.go_to("thread")
    await camera.take_all(tab, "109-last-agreements", OWN_LINE)
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(3)
    await camera.take_all(tab, "110-looking-back")
    room = await room_of(visit)
    while LAST not in (there := await visit.read("Fay", room)) + await visit.reads("Fay"):
        await visit.act("Fay", "slash", room, name="circle next", options={})
        await visit.skip(6)
    await tab.be("Fay")
    await tab.go_to("thread" if LAST in there else "direct messages")
    await camera.take_all(tab, "110-the-last-of-all", LAST)
    await visit.skip(AN_HOUR_S)
    await tab.go_to("lobby")
    await tab.command("schedule list")
    await camera.take_all(tab, "110-over")
    await tab.press("Begin a new series")
    await camera.take_all(tab, "110-anew")


async def room_of(visit: Visit) -> str:
    """The room of the circle that is open."""
    room: str = (await visit.places("Fay"))["room"]["id"]
    return room
