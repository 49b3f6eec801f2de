"""A closed series of two meetings as a list of steps: seats, an evening somebody cannot come, the last meeting, and
nothing left of who was in it. Each step can be done again by its person, so that it can be played across restarts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from bot.store import tables
from tests.journeys import weekly
from tests.journeys.crash import Step, press
from tests.journeys.playing import Playing
from tests.journeys.weekly import at, draft, fill_in


@dataclass(frozen=True)
class Outcome:
    """What everybody sees in the end, and what remains of the series."""

    seen: weekly.Outcome
    course: list[tuple[int, int, int | None]]
    seats: int
    keys: list[str]
    times: tuple[int, ...] = ()
    """No instant but those of the calendar is shown."""


async def _create(h: Playing) -> None:
    if await h.bot.desks.schedule.of_guild(h.guild_id):
        return
    card = await draft(h, repeat="weekly for 2 weeks", format="quick-circle", capacity=4)
    await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
    await h.press(h.admin, "Create it", card)


STEPS: list[Step] = [
    _create,
    weekly.until_then(at(3, 12)),
    *(press(person, "Save me a seat") for person in (1, 2, 3)),
    weekly.until_then(at(6, 19, 1)),
    press(0, "Begin"),
    weekly.end,
    weekly.until_then(at(13, 9)),
    weekly.press_private(1, "I cannot come this time"),
    weekly.until_then(at(13, 19, 1)),
    press(0, "Begin"),
    weekly.end,
    weekly.until_then(at(14, 12)),
]


async def outcome(h: Playing) -> Outcome:
    """What everybody sees in the end, and what remains."""

    def look(db: Connection) -> tuple[list[tuple[int, int, int | None]], int]:
        course = [(row.held, row.missed, row.places) for row in db.execute(select(tables.course))]
        return course, len(db.execute(select(tables.series_seat)).all())

    run = h.bot.desks.transactions
    course, seats = await run.store.read(look)
    keys = [name for name in run.vault.keys.now() if name.startswith("series")]
    seen = await weekly.outcome(h)
    # If the bot is killed just as a meeting is ended, Fay has the way to look back in the panel alone.
    fay = [text for text in seen.private["fay"] if "You may look back" not in text]
    return Outcome(replace(seen, private={**seen.private, "fay": fay}), course, seats, keys)
