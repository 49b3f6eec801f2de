"""Keeps a database of today's schema, so that every later one can be shown to carry its circles on.

Before a schema changes: `.venv/bin/python -m tests.kept.make`. It plays the story below with the real bot in a
simulated Discord, and writes a folder named after the newest migration: the database, the key that opens its
seats, and the Discord around it. All people and ids are made up. `test_upgrade.py` plays every folder on; a kept
folder is never changed afterwards.

In the moment that is kept
- a circle is in its story round: everyone has answered how alone they feel, the first story had gestures, and the
  second is being told, with a content note,
- another meets in a text channel that holds the talking piece, and somebody has it,
- a circle is at its harvest, and three sparks were offered in it,
- of a circle that is over a spark is posted, or a few, and others wait,
- a circle meets every Tuesday: its next date is full and one person waits, the week after is skipped, the third is
  moved; of those seated one wishes no reminders and one none in the evening,
- the server has a time zone, a hope channel, a question of its own and a place to turn to.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from simcord.actors import MemberActor

from bot.circle import commands as c
from bot.circle.formats import StageKind
from bot.ids import GuildXid
from bot.store import migrate
from tests.journeys.hopeful import choose_hope, offer, preview, submit
from tests.journeys.house import House, house
from tests.journeys.weekly import at, draft, until
from tests.kept.world import HOME, keep

SETTINGS: dict[str, Any] = {"circles": {"scale": True}}
OLD_LINES = ("A loaf, still warm.", "Dog number seven.", "A blue chair that holds.", "Twice round the block.")
NEW_LINES = ("The first swim of the year.", "A letter that came.", "Bread for the neighbours.")
QUESTION = "Which door did somebody hold open for you?"
PLACE = {
    "title": "Listening line",
    "text": "Somebody answers, day and night.",
    "phone": "116 123",
    "link": "https://www.example.org/help",
    "review_on": "2026-12-01",
}
ARRIVED = ("4", "4", "5 very alone", "3", "2", "4")
"""How alone the six of the live circle feel as they arrive."""
NOT_NEW = "Not my first"


async def tell(h: House) -> None:
    """The whole story, up to the moment that is kept."""
    await _server(h)
    await _schedule(h)
    await until(h, at(5, 14))
    await _over(h)
    await _harvest(h)
    await _live(h)
    await _held(h)
    await _sparks(h)


async def _server(h: House) -> None:
    await choose_hope(h, h.guild.create_text_channel("hope"))
    await h.bot.desks.settings.change(h.guild_id, 1, zone="Europe/Berlin")
    await h.slash(h.admin, "prompts add")
    question = {"text": QUESTION, "language": "en", "stage": ["story"], "theme": ["general"]}
    h._answer(await h.admin.submit_modal(h.last, question))
    await h.slash(h.admin, "care resources")
    await h.press(h.admin, "Add a place", h.last.response)
    h._answer(await h.admin.submit_modal(h.last, PLACE))


async def _schedule(h: House) -> None:
    """Every Tuesday at 19:00 in Berlin, which is 18:00 UTC."""
    await h.press(h.admin, "Create it", await draft(h, capacity=4))
    await h.wait(3)
    ann, ben, cat, dev = h.members[:4]
    for who in (ann, ben, cat):
        await h.press(who, "Save me a seat")
        seated = h.last.response
        if who is ann:
            continue
        await h.press(who, "Reminders", seated)
        if who is ben:
            await submit(h, ben, sc__wishes__wanted="no", sc__wishes__hours="", sc__wishes__zone="")
        else:
            wish = {"sc__wishes__wanted": "yes", "sc__wishes__hours": "18:30 - 20:30"}
            await submit(h, cat, **wish, sc__wishes__zone="Europe/Berlin")
    await h.press(dev, "Save me a seat")
    await h.slash(h.admin, "schedule skip", date="2026-01-13", reason="Public holiday")
    await h.slash(h.admin, "schedule move", date="2026-01-20", when="2026-01-22 20:00")


async def _open(h: House, name: str, people: list[MemberActor], format: str, **options: Any) -> None:
    """A circle up to the first offer of its first round, at which everyone says how alone they feel."""
    host, *others = people
    await h.slash(host, "circle open", name=name, format=format, **options)
    for who in others:
        await h.press(who, "Save me a seat", h.newest(who, name))
    await h.wait(2)
    await h.slash(host, "circle start", at=h.room)
    await h.wait(61)
    for who, level in zip(people, ARRIVED, strict=False):
        asked = await h.press(who, "I agree")
        if NOT_NEW in asked:
            asked = await h.press(who, NOT_NEW)
        if f"[{level}]" in asked:
            await h.press(who, level)
    await h.wait(2)


async def step_to(h: House, name: str, kind: StageKind) -> None:
    """Let whoever holds the circle go on to a stage."""
    while (found := await session(h, name)).state.stage.kind is not kind:
        await h.sim.bot.desks.circle.act(found.id, None, c.Next(steward=True))
    await h.wait(2)


async def session(h: House, name: str) -> Any:
    """An open session by its name."""
    found = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
    return next(one for one in found if one.name == name)


async def _over(h: House) -> None:
    """A circle that is over; the first of its sparks waits."""
    people = [h.fay, *h.members[:3]]
    await _open(h, "Morning circle", people, "story-circle")
    await step_to(h, "Morning circle", StageKind.HARVEST)
    for who, line in zip(people, OLD_LINES, strict=True):
        await offer(h, who, spark=line)
    await h.wait(120 + 60 + 2)
    while len(list(h.guild.channels["hope"].history())) < 1:
        await h.wait(10)


async def _harvest(h: House) -> None:
    """Another, up to the stage before its harvest."""
    people = [h.co, *h.members[5:8]]
    await _open(h, "Late circle", people, "story-circle")
    await step_to(h, "Late circle", StageKind.OPEN)


async def _live(h: House) -> None:
    """The circle that goes on: Fay has told, and Ann tells."""
    fay, ann, ben, cat, *_ = people = [h.fay, *h.members[:5]]
    await _open(h, "Evening circle", people, "quick-circle")
    await h.press(fay, "Receive")
    await h.wait(30)
    await h.press(fay, "I'm done")
    for who, gesture in ((ann, "Heard"), (ben, "Heard"), (cat, "Me too")):
        await h.press(who, gesture)
    await h.wait(6)
    await h.press(ann, "Receive")
    await h.press(ann, "More")
    await h.press(ann, "Content note")
    h._answer(await ann.select(h.whispers(ann)[-1], ["loss"]))
    await h.wait(17)


async def _held(h: House) -> None:
    """A circle in a room in which only whoever has the piece can write: Ada has it."""
    people = [h.admin, h.members[8], *h.members[6:8]]
    await _open(h, "Quiet circle", people, "check-in", room="channel", held=True)
    await h.press(h.admin, "Receive")
    await h.wait(5)


async def _sparks(h: House) -> None:
    """The other circle comes to its harvest."""
    await step_to(h, "Late circle", StageKind.HARVEST)
    for who, line in zip((h.co, *h.members[5:7]), NEW_LINES, strict=True):
        await preview(h, who, spark=line)
        await h.press(who, "Share the spark", h.last.response)


async def main() -> None:
    """Play, and keep."""
    head = ScriptDirectory.from_config(migrate.config()).get_current_head()
    assert head is not None
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder) / "circle.db", **SETTINGS) as h:
            await tell(h)
            await h.env.settle()
            assert len(list(h.guild.channels["hope"].history())) < len(OLD_LINES), (
                "chance left no spark to wait"
            )
            keep(h, HOME / head)


if __name__ == "__main__":
    asyncio.run(main())
