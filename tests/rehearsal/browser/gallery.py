"""Every card there is, as people meet it in four evenings: pictures for whoever designs, by `make screenshots`."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.rehearsal.browser.browsing import Browsing
from tests.rehearsal.browser.camera import ON_A_PHONE, Camera
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

EVERYBODY = ("Fay", "Ana", "Ben", "Cleo", "Dev")
CIRCLE = {
    "name": "Evening circle",
    "format": "story-circle",
    "prompt": "What is a small kindness that has stayed with you?",
}
BEGINS_AT = datetime(2026, 3, 1, 19, tzinfo=UTC)
WEEKLY = {"name": "Sunday circle", "when": "2026-03-08 19:00", "repeat": "weekly", "capacity": "4"}
STORY = "The woman in the next bed began to name every dog she had ever had. There were eleven."


async def _as(tab: Tab, name: str, place: str = "") -> None:
    """Look with somebody's eyes."""
    if tab.name != name:
        await tab.be(name)
    if place:
        await tab.go_to(place)


async def _room(visit: Visit) -> str:
    room: str = (await visit.places("Fay"))["room"]["id"]
    return room


async def _all_tell(visit: Visit) -> None:
    """Everybody has a turn, and says nothing."""
    for name in EVERYBODY:
        await visit.press(name, "Receive")
        await visit.skip(5)
        await visit.press(name, "I'm done")
        await visit.skip(8)


async def gathering(b: Browsing, camera: Camera) -> None:
    """From the command that opens a circle to the first offer of the piece."""
    visit, tab = b.visit, await camera.tab("Fay")
    await tab.pick("circle open")
    await camera.take_all(tab, "11-open-form")
    await tab.page.get_by_role("button", name="Close the command").click()
    await visit.act("Fay", "slash", name="circle open", options=CIRCLE)
    await camera.take_all(tab, "12-panel-before")
    await _as(tab, "Ana", "lobby")
    await camera.take_all(tab, "13-invitation")
    await tab.press("Save me a seat")
    await visit.skip(2)
    await camera.take_all(tab, "14-seat")
    for name in EVERYBODY[2:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await tab.go_to("thread")
    await camera.take_all(tab, "15-welcome")
    await visit.press("Fay", "Begin")
    await visit.skip(2)
    await camera.take_all(tab, "16-opening")
    await visit.skip(45)
    await camera.take_all(tab, "17-agreements")
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(3)
    await _as(tab, "Fay", "thread")
    await camera.take_all(tab, "18-first-offer")
    await _all_tell(visit)
    await _telling(visit, tab, camera)
    await _holding(visit, tab, camera)
    await _leaving(visit, tab, camera)


async def _telling(visit: Visit, tab: Tab, camera: Camera) -> None:
    """A story, and what can be done with it."""
    await visit.press("Fay", "Receive")
    await visit.skip(10)
    await visit.press("Fay", "I'm done")
    await visit.skip(8)
    await _as(tab, "Ana", "thread")
    await camera.take_all(tab, "21-offer")
    await tab.offer.click()
    await tab.sees("@Ana has the talking piece")
    await camera.take_all(tab, "22-turn")
    await tab.press("More")
    await camera.take_all(tab, "23-more")
    await tab.press("Content note")
    await camera.take_all(tab, "24-content-note")
    await tab.press("I need support")
    await camera.take_all(tab, "25-support", "You are not alone with this.")
    await visit.act("Ana", "send", await _room(visit), text=STORY)
    await visit.skip(262)
    await camera.take_all(tab, "26-time-is-over")
    await visit.press("Ana", "I'm done")
    await visit.skip(2)
    await _as(tab, "Ben")
    await camera.take_all(tab, "27-gestures")
    for name, gesture in (("Fay", "Me too"), ("Ben", "Heard"), ("Cleo", "Hope")):
        await visit.press(name, gesture)
    await camera.take_all(tab, "28-gesture-sent")
    await visit.press("Ben", "I need support")
    await visit.press("Ben", "Let the facilitator know")
    await _as(tab, "Fay")
    await camera.take_all(tab, "29-told-in-private")


async def _holding(visit: Visit, tab: Tab, camera: Camera) -> None:
    """What whoever holds the circle has."""
    await tab.command("circle panel")
    await camera.take_all(tab, "31-panel")
    await tab.press("Hand over")
    await camera.take_all(tab, "32-hand-over")
    await tab.command("circle order")
    await camera.take_all(tab, "33-order")
    await tab.command("circle prompt")
    await camera.take_all(tab, "34-question")
    await tab.command("circle pause")
    await visit.skip(2)
    await _as(tab, "Ana")
    await camera.take_all(tab, "35-pause")
    await visit.act("Fay", "slash", await _room(visit), name="circle resume", options={})
    await visit.press("Ana", "Step out")
    await camera.take_all(tab, "36-stepped-out")
    await visit.press("Ana", "Come back in")


async def _leaving(visit: Visit, tab: Tab, camera: Camera) -> None:
    """From the end of the stories to the closed room."""
    room = await _room(visit)
    while await visit.look_for("Ana", "Offer a spark") is None:
        await visit.act("Fay", "slash", room, name="circle next", options={})
        await visit.skip(6)
        if "Reflection" in (await visit.read("Ana", room)).rsplit("---", 1)[-1]:
            await camera.take_all(tab, "41-after-the-stories")
    await camera.take_all(tab, "42-harvest")
    await tab.press("Offer a spark")
    await tab.fill("A title", "The next bed")
    await tab.fill("One spark of hope", "Dog number seven.")
    await camera.take_all(tab, "43-spark-form")
    await tab.submit()
    await tab.sees("Dog number seven.")
    await camera.take_all(tab, "44-spark")
    await visit.act("Fay", "slash", room, name="circle next", options={})
    await visit.skip(6)
    await camera.take_all(tab, "45-closing")
    await visit.skip(180)
    await camera.take_all(tab, "46-closed")
    if (found := await visit.look_for("Fay", "Look back")) is not None:
        await _as(tab, "Fay", "direct messages" if found[2] != room else "thread")
        await camera.take_all(tab, "47-look-back", "look back")
    await visit.skip(1200)
    await _as(tab, "Ana", "lobby")
    await camera.take_all(tab, "48-afterwards")


async def dates(b: Browsing, camera: Camera) -> None:
    """A circle that meets every week."""
    visit, tab = b.visit, await camera.tab("Fay")
    await visit.act(
        "Fay", "slash", name="schedule create", options={**WEEKLY, "facilitator": visit.ids["Fay"]}
    )
    await camera.take_all(tab, "51-draft")
    await tab.press("Change the time")
    await camera.take_all(tab, "52-draft-form")
    await tab.form.get_by_role("button", name="Cancel").click()
    await tab.press("Create it")
    await visit.skip(2)
    await camera.take_all(tab, "53-created")
    await _as(tab, "Ana")
    await tab.press("Save me a seat")
    await camera.take_all(tab, "54-date")
    await tab.command("circle upcoming")
    await camera.take_all(tab, "55-upcoming")
    await _as(tab, "Fay")
    await tab.command("schedule list")
    await camera.take_all(tab, "56-schedules")


async def commands(b: Browsing, camera: Camera) -> None:
    """What single commands answer."""
    tab = await camera.tab("Fay")
    for number, command in enumerate(
        (
            "settings show",
            "care support",
            "care resources",
            "prompts browse",
            "story prepare",
        ),
        61,
    ):
        await tab.command(command)
        await tab.page.wait_for_timeout(400)
        await camera.take_all(tab, f"{number}-{command.replace(' ', '-')}")
        if await tab.form.is_visible():
            await tab.form.get_by_role("button", name="Cancel").click()


async def room(b: Browsing, camera: Camera) -> None:
    """The room itself: the list of commands, the tour, a scene, and people and weather."""
    tab = await camera.tab("Fay")
    await tab.writing.press_sequentially("/circle")
    await camera.take_all(tab, "81-commands")
    await tab.writing.fill("")
    await tab.bar.get_by_role("button", name="Practise").click()
    await camera.take_all(tab, "82-practise")
    await tab.page.keyboard.press("Escape")
    await tab.practise("Show me around")
    await tab.speed("Pause")
    await camera.take_all(tab, "83-tour")
    await tab.practise("Somebody says too much")
    await tab.skip_to(tab.scene.get_by_text(" · Time waits for you"))
    await camera.take_all(tab, "84-scene")
    await tab.write("Thank you, Ben. We can come back to you at the end.")
    await camera.take_all(tab, "85-what-else")
    await tab.scene.get_by_role("button", name="Close").click()
    phone = await camera.tab("Fay", **ON_A_PHONE)
    await phone.open_people()
    await camera.take_all(phone, "86-people-and-weather", sizes=["phone"])


EVENINGS = (gathering, dates, commands, room)
