"""Takes the pictures in docs/pictures from the real room, and of every card into screenshots/: `make screenshots`.

Each of the former is a moment of one made-up evening, always the same one, at the size of a desk or of a phone.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from playwright.async_api import expect

from bot.services.participation.reports import Figures, Quarter, QuarterRow
from bot.settings import ROOT
from bot.ui.cards.participation import chart
from tests.recorded import keep_quarters
from tests.rehearsal.browser.browsing import Browsing, browsing
from tests.rehearsal.browser.camera import FOR_DOCS, OF_ALL, ON_A_PHONE, Camera
from tests.rehearsal.browser.chromium import FOUND, MISSING
from tests.rehearsal.browser.gallery import BEGINS_AT, EVENINGS
from tests.rehearsal.browser.groups_gallery import GROUPS
from tests.rehearsal.browser.rare_gallery import RARE
from tests.rehearsal.room.visiting import Visit

LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
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


async def _evening(b: Browsing, camera: Camera) -> None:
    """A circle from its invitation to a turn in the middle, and what is worth a picture on the way."""
    visit = b.visit
    fay, phone = await camera.tab("Fay"), await camera.tab("Ana", **ON_A_PHONE)

    await visit.act("Fay", "send", text=ANSWER)
    await visit.act("Fay", "slash", name="circle open", options=CIRCLE)
    await phone.press("Save me a seat")
    for name in ("Ben", "Cleo"):
        await visit.press(name, "Save me a seat")
    await visit.skip(2)
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
    await fay.press("Pause")
    await fay.sees("The circle is paused.")
    await phone.log.get_by_role("button", name="Dismiss message").last.click()
    await _let_play(visit, on=False)
    await fay.people.get_by_role("button", name="Discord is down").click()
    await visit.skip(6)
    await _let_play(visit, on=True)
    await camera.take(fay, "weather")


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
    fay = await camera.tab("Fay")
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


async def _spoken(b: Browsing, camera: Camera) -> None:
    """A circle on a stage that is held, in the middle of a turn: one is heard, and one has no microphone."""
    visit, by_hand = b.visit, ("Fay", "Cleo")
    tab = await camera.tab("Cleo")
    await visit.act("Fay", "slash", name="circle open", options={**CIRCLE, "room": "stage", "held": True})
    for name in ("Ana", "Ben", "Dev"):
        await visit.post("person", {"id": visit.ids[name], "auto": True})
    await visit.skip(40)
    await visit.press("Cleo", "Save me a seat")
    await visit.skip(2)
    room = await _room(visit)
    for name in by_hand:
        await visit.act(name, "join", room)
    await visit.press("Fay", "Begin")
    await visit.skip(31)
    for name in by_hand:
        await visit.press(name, "I agree")
    await visit.skip(45)
    await visit.act("Fay", "answer", room, on=True)
    await visit.skip(40)
    await visit.press("Fay", "I'm done")
    await visit.skip(56)
    await tab.go_to(re.compile("^circle-"))
    await tab.sees("@Ana has the talking piece")
    await expect(tab.voice.get_by_text("Only Ana can be heard now.")).to_be_visible()
    await camera.take(tab, "spoken")


async def _report(b: Browsing, camera: Camera) -> None:
    """What circles came to in three quarters, for whoever runs the server: at a desk and on a phone."""
    transactions = b.visit.room.world.sim.bot.desks.transactions
    (guild,) = b.visit.room.world.sim.bot.guilds
    await transactions.store.write(keep_quarters, guild.id, BEGINS_AT)
    # The first picture of a process takes a while: matplotlib is imported for it.
    asked = QuarterRow(Quarter.of(BEGINS_AT), True, Figures(sessions=5, seats_taken=15))
    await asyncio.to_thread(chart.pictures, b.visit.room.world.sim.bot.catalogues.pick(), [asked])
    await b.visit.act("Fay", "slash", name="participation report", options={})
    sizes: dict[str, dict[str, Any]] = {"desk": {}, "phone": ON_A_PHONE}
    for name, size in sizes.items():
        tab = await camera.tab("Fay", **size)
        shown = tab.page.locator("img.gallery-picture").last
        await shown.scroll_into_view_if_needed()
        for look in LOOKS:
            await tab.page.emulate_media(color_scheme=look)
            await shown.evaluate("node => node.scrollIntoView({block: 'end'})")
            await camera.take(tab, f"report-{name}-{look}")


async def take_all() -> None:
    """Every picture."""
    for evening in (_evening, _weekly, _heart, _spoken, _report):
        await _in_a_new_room(evening, FOR_DOCS)
    for evening in (*EVENINGS, *RARE, *GROUPS):
        await _in_a_new_room(evening, OF_ALL)


async def _in_a_new_room(evening: Callable[[Browsing, Camera], Awaitable[None]], folder: Path) -> None:
    """An evening, always the same: the room's name is drawn by lot, and in the pictures it is always the same."""
    chance = random.Random(7)
    with mock.patch.multiple("secrets", choice=chance.choice, randbits=chance.getrandbits):
        async with browsing(still=True, begins_at=BEGINS_AT) as b:
            await evening(b, Camera(b, folder))


def main() -> None:
    """Take every picture, or say what is missing for it."""
    if FOUND is None:
        sys.exit(MISSING)
    for folder in (FOR_DOCS, OF_ALL):
        folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all())
    for folder in (FOR_DOCS, OF_ALL):
        sizes = [path.stat().st_size for path in folder.glob("*.png")]
        sys.stdout.write(f"{folder.relative_to(ROOT)}: {len(sizes)} pictures, {sum(sizes) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
