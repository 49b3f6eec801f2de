"""Groups as they are run, for the gallery: a series, a format of the server's own, a circle that opens when enough
people are here, somebody who is greeted, a line for the agreements, a slip, and a listing."""

from __future__ import annotations

from bot.ids import ChannelXid, GuildXid
from tests.rehearsal.browser.browsing import Browsing
from tests.rehearsal.browser.camera import Camera
from tests.rehearsal.browser.gallery import EVERYBODY
from tests.rehearsal.browser.series_gallery import A_DAY_S, room_of, series
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

ADDED_LINE = "We may laugh."
NEW = "Dev"
LISTED = "List it publicly, in the file for finders of meetings"
QUICK = {"name": "Evening circle", "format": "quick-circle"}


async def own_formats(b: Browsing, camera: Camera) -> None:
    """A format of the server's own: from the list to a draft and into a file, and back from it."""
    tab = await camera.tab("Fay")
    await tab.command("formats browse")
    await camera.take_all(tab, "111-formats")
    await choose(tab, "Look at one", "Grief circle")
    await camera.take_all(tab, "112-format")
    await tab.press("Copy")
    await camera.take_all(tab, "113-copy-form")
    await tab.fill("What yours is called", "Thursday grief circle")
    await tab.submit()
    await camera.take_all(tab, "114-format-draft", "How long it takes")
    await choose(tab, "Choose a stage", "Whom we miss")
    await camera.take_all(tab, "115-format-stage")
    for number, label in enumerate(
        ("Change this stage", "Add a stage", "Name and seats", "Rules", "Times of a turn", "Other times"), 1
    ):
        await tab.press(label)
        await camera.take_all(tab, f"116-{number}-{label.lower().replace(' ', '-')}")
        await tab.form.get_by_role("button", name="Cancel").click()
    await tab.press("Save it")
    await camera.take_all(tab, "117-format-saved")
    await tab.command("formats export", format="Thursday grief circle")
    await camera.take_all(tab, "118-format-file")


async def choose(tab: Tab, menu: str, option: str) -> None:
    """Choose from a menu of a card."""
    await tab.log.get_by_role("combobox", name=menu).last.click()
    await tab.page.get_by_role("option", name=option).click()


async def enough_people(b: Browsing, camera: Camera) -> None:
    """People gather, and a facilitator on call is asked to hold the circle."""
    visit, tab = b.visit, await camera.tab("Fay")
    await tab.command("circle upcoming")
    await tab.press("On call")
    await camera.take_all(tab, "121-on-call")
    await tab.press("Be on call")
    await camera.take_all(tab, "122-hours-form")
    await tab.fill("Hours", "18:00 - 22:00")
    await tab.submit()
    await camera.take_all(tab, "123-is-on-call", "from 18:00 to 22:00")
    await tab.command("circle gather")
    await camera.take_all(tab, "124-gathering-begun")
    await tab.be("Ana")
    await camera.take_all(tab, "125-gathering", "Would you like a circle now?")
    await tab.press("I would like a circle now")
    await camera.take_all(tab, "126-waits")
    for name in EVERYBODY[2:]:
        await visit.press(name, "I would like a circle now")
    await visit.skip(2)
    await tab.be("Fay")
    await tab.go_to("direct messages")
    await camera.take_all(tab, "127-asked-to-hold", "Can you hold it?")
    await tab.press("I can hold it")
    await visit.skip(2)
    await camera.take_all(tab, "128-it-opens")
    await tab.be("Ana")
    await camera.take_all(tab, "129-it-has-opened")


async def around_a_circle(b: Browsing, camera: Camera) -> None:
    """Somebody new is greeted, the group adds a line; afterwards there are a slip, a word, and a listing."""
    visit, tab = b.visit, await camera.tab(NEW)
    await _set_up(visit)
    await visit.act("Fay", "slash", name="circle open", options=QUICK)
    await tab.press("Save me a seat")
    await camera.take_all(tab, "131-asked-about-greeting")
    await tab.press("I would like to be greeted")
    await camera.take_all(tab, "132-greeters-are-asked")
    await visit.skip(2)
    await tab.be("Ana")
    await tab.go_to("greeters")
    await camera.take_all(tab, "133-for-greeters")
    await tab.press("I will greet")
    await visit.skip(2)
    await camera.take_all(tab, "134-greets")
    await tab.be(NEW)
    await tab.go_to("direct messages")
    await camera.take_all(tab, "135-who-greets")
    for name in EVERYBODY[1:-1]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await visit.press("Fay", "Begin")
    await visit.skip(31)
    await visit.press("Ana", "I agree")
    await tab.be("Fay")
    await tab.go_to("thread")
    await tab.command("circle panel")
    await tab.press("Add a line")
    await camera.take_all(tab, "136-line-form")
    await tab.fill("What the group would like", ADDED_LINE)
    await tab.submit()
    await visit.skip(2)
    await tab.be("Ana")
    await camera.take_all(tab, "137-line-added")
    await visit.press("Ana", "I agree")
    await camera.take_all(tab, "138-asked-one-thing")
    await visit.act("Fay", "slash", await room_of(visit), name="circle end", options={})
    await visit.skip(2)
    await tab.press("Proof of attendance")
    await camera.take_all(tab, "139-slip")
    await tab.press("Write to me tomorrow")
    await camera.take_all(tab, "140-promised", "I write to you once")
    await visit.skip(A_DAY_S)
    await tab.go_to("direct messages")
    await camera.take_all(tab, "140-word-of-the-next-day", "A word after yesterday")
    await _listed(tab, camera)


async def _listed(tab: Tab, camera: Camera) -> None:
    """A weekly circle is made public, and the listing comes with its calendar."""
    await tab.be("Fay")
    await tab.go_to("lobby")
    await tab.command("schedule create", name="Sunday circle", when="2026-03-08 19:00", repeat="weekly")
    await tab.press("How it goes")
    await tab.form.get_by_role("checkbox", name=LISTED).check()
    await camera.take_all(tab, "141-how-it-goes")
    await tab.submit()
    await tab.press("Create it")
    await tab.command("schedule calendar")
    await camera.take_all(tab, "142-listing", "meetings.json")


async def _set_up(visit: Visit) -> None:
    """An admin has named the group for slips, and chosen the greeters' channel."""
    community, desk = visit.room.world.community, visit.room.world.sim.bot.desks.settings
    guild = GuildXid(community.guild.id)
    version = (await desk.server(guild)).version
    greeters = ChannelXid(community.greeters.id)
    await desk.change(guild, version, slip_group="Circle House", greeters_xid=greeters)


GROUPS = (series, own_formats, enough_people, around_a_circle)
"""Every evening of groups."""
