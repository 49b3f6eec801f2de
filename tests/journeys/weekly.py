"""A weekly circle over four weeks as a list of steps: people join, wait, are promoted and reminded, one week is
skipped and one moved. Each step can be done again by its person, so that it can be played across restarts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.crash import Points, Step, play_through, press
from tests.journeys.house import House, words
from tests.journeys.playing import Playing
from tests.recorded import everything


@dataclass(frozen=True)
class Outcome:
    """What everybody sees in the end, and what remains."""

    lobby: list[str]
    private: dict[str, list[str]]
    events: list[tuple[str, str]]
    sessions: int
    """How many were counted."""
    times: tuple[int, ...] = ()
    """No instant but those of the calendar is shown, and they are compared with the rest."""


def without_look_back(outcome: Outcome) -> Outcome:
    """The outcome if the bot was killed just as the circle was ended: whoever held it has the way to look back in the
    panel alone (`cogs/circle/ending.py`)."""
    fay = [text for text in outcome.private["fay"] if "has closed. You may look back" not in text]
    assert len(fay) == len(outcome.private["fay"]) - 1, "otherwise it is given once"
    return replace(outcome, private={**outcome.private, "fay": fay})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in January 2026, UTC."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


async def until(h: Playing, instant: datetime) -> None:
    """Let time pass until then."""
    await h.wait(max(0.0, (instant - h.now()).total_seconds()))


def until_then(instant: datetime) -> Step:
    async def step(h: Playing) -> None:
        await until(h, instant)

    return step


def press_private(person: int, label: str) -> Step:
    """Press a button of the newest direct message, if it has one."""

    async def step(h: Playing) -> None:
        who = [h.fay, *h.members][person]
        await h.look_out(who, f"[{label}]")
        found = [message for message in h.direct(who) if f"[{label}]" in words(message)]
        if found:
            await h.press(who, label, found[-1])

    return step


def direct(h: Playing, who: Any) -> list[Any]:
    """The direct messages of a person."""
    return h.direct(who)


def events(h: Playing) -> list[tuple[str, str]]:
    """The server's scheduled events: when each begins, and what became of it."""
    return h.events()


async def draft(h: Playing, **options: object) -> Any:
    """Ada drafts a circle that meets every Tuesday at 19:00 from 6 January 2026 on. Returns the draft's card."""
    usual = {"name": "Tuesday circle", "when": "2026-01-06 19:00", "repeat": "weekly", "facilitator": h.fay}
    given = {key: value for key, value in {**usual, **options}.items() if value is not None}
    await h.slash(h.admin, "schedule create", **given)
    return h.last.response


async def fill_in(h: Playing, card: Any, button: str, **fields: object) -> str:
    """Ada presses a button of a draft and fills in its fields. Returns what she sees then."""
    await h.press(h.admin, button, card)
    values = {f"sc:sched:{name}": value for name, value in fields.items()}
    return await h.submit(h.admin, values)


async def _create(h: Playing) -> None:
    if await h.bot.desks.schedule.of_guild(h.guild_id):
        return
    card = await draft(h, capacity=3)
    await fill_in(h, card, "Change the time", when="2026-01-06 19:00", repeat="weekly", zone="Europe/Berlin")
    await h.press(h.admin, "Create it", card)


async def _skip(h: Playing) -> None:
    await h.slash(h.admin, "schedule skip", date="2026-01-13", reason="Public holiday")


async def _move(h: Playing) -> None:
    await h.slash(h.admin, "schedule move", date="2026-01-20", when="2026-01-22 20:00")


async def end(h: Playing) -> None:
    """Fay ends what is under way."""
    if h.has_room and "[End]" in await h.slash(h.fay, "circle panel", at=h.room):
        await h.press(h.fay, "End", h.last.response)
        await h.press(h.fay, "End for everyone", h.last.response)


_SCRIPT: list[Step | datetime] = [
    _create,
    at(1, 1),
    # The first week: two seats besides the facilitator's, two more people wait, one is promoted, it takes place.
    *(press(person, "Save me a seat") for person in (1, 2, 3, 4)),
    at(1, 2),
    press(1, "Give up my seat"),
    at(1, 3),
    press_private(3, "Save me a seat"),
    *(at(day, 18) for day in (4, 5)),
    *(at(6, 17, minute) for minute in (15, 40, 55)),
    at(6, 18),
    press(0, "Begin"),
    at(6, 18, 2),
    *(press(person, "I agree") for person in (0, 2, 3)),
    end,
    at(6, 20),
    # The second week is skipped, and the third moved to the Thursday.
    at(10, 12),
    *(press(person, "Save me a seat") for person in (1, 2)),
    at(11, 12),
    _skip,
    at(16, 12),
    *(press(person, "Save me a seat") for person in (1, 2)),
    at(17, 12),
    _move,
    *(at(day, 20) for day in (18, 19, 20, 21)),
    *(at(22, hour, 59) for hour in (16, 17, 18)),
    at(22, 19, 1),
    end,
    at(22, 21),
    # The fourth week too few come, and it closes kindly.
    at(25, 12),
    *(at(day, 12) for day in (26, 27)),
    *(at(27, hour) for hour in (17, 18, 19, 21)),
    *(at(28, hour) for hour in (12, 18)),
    at(29, 0),
]


def _steps(longest: timedelta) -> list[Step]:
    """The script, in which no wait is longer than that."""
    found: list[Step] = []
    before: datetime | None = None
    for one in _SCRIPT:
        if isinstance(one, datetime):
            while before is not None and one - before > longest:
                before += longest
                found.append(until_then(before))
            before, one = one, until_then(one)
        found.append(one)
    return found


STEPS = _steps(timedelta(days=28))
IN_QUARTERS_OF_A_DAY = _steps(timedelta(hours=6))
"""As `STEPS`. A copy of the story (`crash`) may be killed in each step, so that fewer copies are enough."""


async def play(h: House, points: Points) -> Outcome:
    """Play the whole script."""
    await play_through(h, points, STEPS)
    return await outcome(h)


async def outcome(h: Playing) -> Outcome:
    """What everybody sees in the end, and what remains."""
    people = [h.fay, *h.members[:4]]
    return Outcome(
        [_plain(h, text) for text in h.said(h.lobby)],
        {who.name: sorted(_plain(h, words(m)) for m in h.direct(who)) for who in people},
        h.events(),
        (await everything(h.bot.desks.transactions)).sessions,
    )


def _plain(h: Playing, text: str) -> str:
    """What a message says, without what chance chose, and without how long something is kept."""
    text = re.sub(r"^> .*$", "> (words)", h.named(text), flags=re.M)
    text = re.sub(r"/channels/\d+/\d+", "/channels/?", text)
    return re.sub(r"until <t:\d+", "until <t:?", text)
