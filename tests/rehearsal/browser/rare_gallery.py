"""What people meet less often, for the gallery: the setup, who comes late, a reminder, a hard moment,
#hope, circles that are spoken, and what is kept of a person."""

from __future__ import annotations

import re

from bot.ui.cards.settings.words import OPTIONS
from tests.rehearsal.browser.browsing import Browsing
from tests.rehearsal.browser.camera import Camera
from tests.rehearsal.browser.gallery import CIRCLE, EVERYBODY
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

SPARKS = ("Dog number seven.", "A loaf under her arm.", "The blue chair.")
SOON_S = 3_600
"""After it every spark is posted."""


async def setup(b: Browsing, camera: Camera) -> None:
    """Every step of the setup, and the server's own words for hard moments."""
    tab = await camera.tab("Fay")
    await tab.command("settings setup")
    for step in OPTIONS:
        await tab.sees(f"Step {step.value} of {len(OPTIONS)}")
        await camera.take_all(tab, f"71-setup-{step.value:02}")
        await tab.press("Skip" if await tab.button("Skip").is_visible() else "Next")
    await tab.sees("Look again")
    await camera.take_all(tab, "71-setup-missing")
    await tab.command("care protocol")
    await camera.take_all(tab, "72-protocol", "Offer a talk.")
    await tab.press("Write your own")
    await camera.take_all(tab, "73-protocol-form")


async def coming_late(b: Browsing, camera: Camera) -> None:
    """Somebody comes late, everybody is reminded of an agreement, a moment is hard, and sparks are posted."""
    visit, tab = b.visit, await camera.tab("Olu")
    await visit.act("Fay", "slash", name="circle open", options=CIRCLE)
    for name in EVERYBODY[1:]:
        await visit.press(name, "Save me a seat")
    await visit.press("Fay", "Begin")
    await visit.skip(46)
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(3)
    await visit.press("Fay", "Receive")
    await tab.press("Save me a seat")
    await camera.take_all(tab, "74-agree-first", "What is said here stays here")
    await tab.press("I agree")
    await camera.take_all(tab, "75-catch-up")
    await visit.skip(2)
    await tab.be("Fay")
    await tab.go_to("thread")
    await tab.command("circle panel")
    await tab.press("A hard moment")
    await camera.take_all(tab, "76-hard-moment")
    await tab.press("Remind the circle")
    await camera.take_all(tab, "77-remind")
    await tab.log.get_by_role("combobox", name="Choose an agreement").last.click()
    await camera.take_all(tab, "77-remind-menu")
    await tab.page.get_by_role("option", name="No recordings, no screenshots.").click()
    await visit.skip(2)
    await camera.take_all(tab, "78-reminded", "A gentle reminder for all of us")
    await _sparks(visit, tab)
    await tab.go_to("hope")
    await camera.take_all(tab, "79-hope")


async def _sparks(visit: Visit, tab: Tab) -> None:
    """Three people share a spark, and the circle ends."""
    room: str = (await visit.places("Fay"))["room"]["id"]
    while await visit.look_for("Ana", "Offer a spark") is None:
        await visit.act("Fay", "slash", room, name="circle next", options={})
        await visit.skip(6)
    for name, spark in zip(EVERYBODY[1:], SPARKS, strict=False):
        await tab.be(name)
        await tab.go_to("thread")
        await tab.press("Offer a spark")
        await tab.fill("One spark of hope", spark)
        await tab.submit()
        await tab.press("Share the spark")
        await tab.sees_not("Share the spark")
    await visit.act("Fay", "slash", room, name="circle next", options={})
    await visit.skip(200)
    await visit.skip(SOON_S)


async def spoken(b: Browsing, camera: Camera) -> None:
    """A circle in a voice channel, in which one person writes."""
    visit, tab = b.visit, await camera.tab("Ana")
    options = {**CIRCLE, "format": "quick-circle", "room": "voice"}
    await visit.act("Fay", "slash", name="circle open", options=options)
    for name in EVERYBODY[1:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await camera.take_all(tab, "91-spoken-invitation")
    await visit.press("Fay", "Begin")
    await visit.skip(31)
    await tab.go_to(re.compile("^circle-"))
    await camera.take_all(tab, "92-spoken-agreements")
    for name in EVERYBODY[:1] + EVERYBODY[2:]:
        await visit.press(name, "I agree")
    await tab.press("I agree")
    await camera.take_all(tab, "93-speak-or-write", "In your turn you may speak")
    await tab.press("I write")
    await camera.take_all(tab, "94-chosen", "In your turn you write")
    await visit.skip(3)
    await visit.press("Fay", "Receive")
    await camera.take_all(tab, "95-spoken-turn")
    await visit.press("Fay", "I'm done")
    await visit.skip(8)
    await tab.offer.click()
    await tab.sees("@Ana has the talking piece")
    await camera.take_all(tab, "96-written-turn")


async def on_a_stage(b: Browsing, camera: Camera) -> None:
    """A circle on a stage that holds the piece, who is silenced by it, and what is kept of a person."""
    visit, tab = b.visit, await camera.tab("Fay")
    options = {**CIRCLE, "format": "quick-circle", "room": "stage", "held": True}
    await visit.act("Fay", "slash", name="circle open", options=options)
    for name in EVERYBODY[1:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    room: str = (await visit.places("Fay"))["room"]["id"]
    for name in EVERYBODY:
        await visit.act(name, "join", room)
    await camera.take_all(tab, "97-held-invitation")
    await visit.press("Fay", "Begin")
    await visit.skip(31)
    await tab.go_to(re.compile("^circle-"))
    await camera.take_all(tab, "97-held-agreements")
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(8)
    await camera.take_all(tab, "98-asked-to-speak", "the talking piece comes to you")
    await visit.act("Fay", "answer", room, on=True)
    await visit.skip(3)
    await camera.take_all(tab, "98-heard", "@Fay has the talking piece")
    await tab.command("circle panel")
    await camera.take_all(tab, "98-held-panel", "The piece is with @Fay.")
    for step, command in enumerate(("privacy policy", "privacy show", "privacy erase", "settings release")):
        await tab.command(command)
        await camera.take_all(tab, f"99-{step}-{command.replace(' ', '-')}")


RARE = (setup, coming_late, spoken, on_a_stage)
