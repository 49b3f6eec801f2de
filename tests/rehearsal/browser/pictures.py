"""Takes the pictures in docs/pictures from the real room: `make screenshots`.

Each is a moment of one made-up evening, always the same one, at the size of a desk or of a phone.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.async_api import expect

from bot.settings import ROOT
from tests.rehearsal.browser.browsing import DESKTOP, PHONE, Browsing, browsing
from tests.rehearsal.browser.chromium import FOUND, MISSING
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit

EVENING = datetime(2026, 3, 1, 19, tzinfo=UTC)
FOLDER = ROOT / "docs" / "pictures"
AT_A_DESK = {"viewport": DESKTOP, "reduced_motion": "reduce", "timezone_id": "UTC", "locale": "en-US"}
REST_MS = 500
EVERYBODY = ("Fay", "Ana", "Ben", "Cleo", "Dev")
ANSWER = "There is. I'll open it now, for whoever would like to sit together for a while."
CIRCLE = {
    "name": "Evening circle",
    "format": "quick-circle",
    "prompt": "What is a small kindness that has stayed with you?",
}
WEEKLY = {
    "name": "Sunday circle",
    "when": "2026-03-08 19:00",
    "repeat": "weekly",
    "capacity": "4",
}
ON_A_PHONE = {**AT_A_DESK, "viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


class Camera:
    """Takes pictures of one browser's tabs."""

    def __init__(self, browsing: Browsing, folder: Path) -> None:
        self._browsing = browsing
        self._folder = folder

    async def tab(self, name: str, **options: Any) -> Tab:
        """A tab without the invitation to the tour."""
        tab = await self._browsing.open(name, **options)
        await tab.page.get_by_role("button", name="Not now").click()
        return tab

    async def take(self, tab: Tab, name: str) -> None:
        """A picture, once everything has come to rest and nothing is pointed at."""
        await tab.page.mouse.move(0, 0)
        await tab.page.wait_for_timeout(REST_MS)
        await expect(tab.page.locator("#notice")).to_be_empty()
        await tab.page.screenshot(path=self._folder / f"{name}.png", animations="disabled", caret="hide")


async def _evening(b: Browsing, camera: Camera) -> None:
    """A circle from its invitation to a turn in the middle, and what is worth a picture on the way."""
    visit = b.visit
    fay, phone = await camera.tab("Fay", **AT_A_DESK), await camera.tab("Ana", **ON_A_PHONE)

    await visit.act("Fay", "send", text=ANSWER)
    await visit.act("Fay", "slash", name="circle open", options=CIRCLE)
    await phone.press("Save me a seat")
    for name in ("Ben", "Cleo"):
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await camera.take(fay, "invitation")
    await camera.take(phone, "phone-invitation")
    await visit.press("Dev", "Save me a seat")
    await visit.skip(2)
    await visit.press("Fay", "Begin")
    await visit.skip(31)
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(3)
    await fay.go_to("thread")
    await phone.go_to("thread")
    await _tells(
        visit, "Fay", "One winter I had a fever. In the evening the baker rang my bell, a loaf under her arm."
    )
    await _tells(
        visit, "Ana", "The woman in the next bed began to name every dog she had ever had. There were eleven."
    )
    await visit.press("Ben", "Receive")
    await visit.skip(20)
    await visit.act("Ben", "send", await _room(visit), text="I had not spoken to my brother in four years.")
    await visit.skip(15)
    await visit.act("Ben", "send", await _room(visit), text="Then our mother's chair broke, the blue one.")
    await _let_play(visit, on=True)
    await camera.take(fay, "turn")
    await camera.take(phone, "phone-turn")
    await phone.press("I need support")
    await phone.sees("You are not alone with this.")
    await camera.take(phone, "phone-support")
    await fay.command("circle panel")
    await fay.sees("The piece is with @Ben.")
    await _let_play(visit, on=True)
    await camera.take(fay, "panel")
    await fay.press("Pause")
    await fay.sees("The circle is paused. It goes on by itself")
    await phone.log.get_by_role("button", name="Dismiss message").last.click()
    await _let_play(visit, on=False)
    await fay.people.get_by_role("button", name="Discord is down").click()
    await visit.skip(6)
    await _let_play(visit, on=True)
    await camera.take(fay, "weather")
    await phone.open_people()
    await camera.take(phone, "phone-people")


async def _room(visit: Visit) -> str:
    room: str = (await visit.places("Fay"))["room"]["id"]
    return room


async def _tells(visit: Visit, name: str, words: str) -> None:
    """Somebody has a turn."""
    await visit.press(name, "Receive")
    await visit.skip(25)
    await visit.act(name, "send", await _room(visit), text=words)
    await visit.skip(10)
    await visit.press(name, "I'm done")
    await visit.skip(8)


async def _let_play(visit: Visit, *, on: bool) -> None:
    """Let the others play themselves, or not."""
    for name in EVERYBODY[1:]:
        await visit.post("person", {"id": visit.ids[name], "auto": on})


async def _weekly(b: Browsing, camera: Camera) -> None:
    """A circle that meets every week: its draft, and its invitation with seats and the server's event."""
    visit = b.visit
    fay = await camera.tab("Fay", **AT_A_DESK)
    await visit.act(
        "Fay", "slash", name="schedule create", options={**WEEKLY, "facilitator": visit.ids["Fay"]}
    )
    await fay.sees("every week on Sunday")
    await camera.take(fay, "schedule")
    await fay.press("Create it")
    await visit.skip(2)
    for name in EVERYBODY[1:]:
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
    await fay.log.get_by_role("button", name="Dismiss message").last.click()
    await fay.channels.get_by_text("1 Event", exact=True).click()
    await camera.take(fay, "date")


async def _heart(b: Browsing, camera: Camera) -> None:
    """What a story has met, for its teller alone, and a spark of hope before anybody has agreed to anything."""
    visit = b.visit
    phone = await camera.tab("Ana", **ON_A_PHONE)
    await visit.act("Fay", "slash", name="circle open", options={**CIRCLE, "format": "story-circle"})
    for name in EVERYBODY[1:]:
        await visit.press(name, "Save me a seat")
    await visit.press("Fay", "Begin")
    await visit.skip(46)
    for name in EVERYBODY:
        await visit.press(name, "I agree")
    await visit.skip(3)
    room = await _room(visit)
    for name in EVERYBODY:
        await visit.press(name, "Receive")
        await visit.skip(5)
        await visit.press(name, "I'm done")
        await visit.skip(8)
    await phone.go_to("thread")
    await _tells(visit, "Fay", "In the evening the baker rang my bell, a loaf under her arm.")
    await _tells(visit, "Ana", "The woman in the next bed began to name every dog she had ever had.")
    for name, gesture in (("Fay", "Me too"), ("Ben", "Me too"), ("Ben", "Heard"), ("Cleo", "Hope")):
        await visit.press(name, gesture)
    while await visit.look_for("Ana", "Offer a spark") is None:
        await visit.act("Fay", "slash", room, name="circle next", options={})
        await visit.skip(6)
    await phone.press("Offer a spark")
    await phone.fill("A title", "The next bed")
    await phone.fill("One spark of hope", "Dog number seven.")
    await phone.submit()
    await phone.sees("Dog number seven.")
    await camera.take(phone, "phone-spark")


async def _tour(camera: Camera) -> None:
    """The tour's first step."""
    fay = await camera.tab("Fay", **AT_A_DESK)
    await fay.bar.get_by_role("button", name="Show me around").click()
    await fay.speed("Pause")
    await expect(fay.tour).to_be_visible()
    await fay.writing.press_sequentially("/circle o")
    await camera.take(fay, "tour")


async def take_all(folder: Path) -> None:
    """Every picture."""
    chance = random.Random(7)
    # The room's name is drawn by lot; in the pictures it is always the same.
    with mock.patch.multiple("secrets", choice=chance.choice, randbits=chance.getrandbits):
        async with browsing(still=True, begins_at=EVENING) as b:
            await _evening(b, Camera(b, folder))
        async with browsing(still=True, begins_at=EVENING) as b:
            await _tour(Camera(b, folder))
        async with browsing(still=True, begins_at=EVENING) as b:
            await _weekly(b, Camera(b, folder))
        async with browsing(still=True, begins_at=EVENING) as b:
            await _heart(b, Camera(b, folder))


def main() -> None:
    """Take every picture, or say what is missing for it."""
    if FOUND is None:
        sys.exit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(FOLDER))
    for path in sorted(FOLDER.glob("*.png")):
        sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
