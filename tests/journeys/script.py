"""One full default session of five people as a list of steps, each of which can be done again by its person.

It has a pass, a not yet, an offer that nobody answers, one more minute, a pause, somebody who drops out and
returns, and a hand-over. `play` does the steps; when the bot was killed on the way it is started again, and
whoever got no answer presses once more, if there still is something to press.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from tests.journeys.crash import Points, Step, play_through, press
from tests.journeys.house import House
from tests.journeys.playing import Playing
from tests.recorded import waiting


@dataclass(frozen=True)
class Outcome:
    """What everybody sees in the end, and what remains."""

    room: list[str]
    lobby: list[str]
    records: list[tuple[object, ...]]
    times: list[int] = field(compare=False)
    """Every instant the cards show, in order."""


def wait(seconds: float) -> Step:
    """Let so many seconds pass, once."""

    async def step(h: Playing) -> None:
        if step not in h.waits:
            h.waits[step] = h.now() + timedelta(seconds=seconds)
        await h.wait((h.waits[step] - h.now()).total_seconds())

    return step


def slash(person: int, command: str, **options: object) -> Step:
    """Somebody types a command in the room."""

    async def step(h: Playing) -> None:
        who = [h.fay, *h.members][person]
        chosen = {key: h.members[0] if value == "ann" else value for key, value in options.items()}
        await h.slash(who, command, at=h.room if h.has_room else None, **chosen)

    return step


def opened(room: str, **how: object) -> Step:
    """Open the circle in that kind of room, unless it is open."""

    async def step(h: Playing) -> None:
        if not await h.bot.desks.circle.open_in(h.guild_id):
            await h.slash(h.fay, "circle open", name="Evening circle", room=room, **how)

    return step


def share(person: int) -> list[Step]:
    """Somebody tells a story."""
    return [press(person, "Receive"), wait(20), press(person, "I'm done"), wait(8)]


STEPS: list[Step] = [
    # Once it is open.
    *(press(person, "Save me a seat") for person in (1, 2, 3, 4)),
    wait(3),
    slash(0, "circle start"),
    wait(48),
    *(press(person, "I agree") for person in (0, 1, 2, 3, 4)),
    wait(4),
    *share(0),
    press(1, "Pass"),
    press(2, "Not yet"),
    wait(60),
    wait(63),
    press(4, "Receive"),
    wait(35),
    press(4, "One more minute"),
    wait(10),
    press(4, "I'm done"),
    wait(8),
    *share(2),
    *share(3),
    press(0, "Receive"),
    wait(10),
    slash(0, "circle pause"),
    wait(100),
    slash(0, "circle resume"),
    wait(5),
    press(0, "I'm done"),
    wait(8),
    press(1, "Receive"),
    wait(20),
    press(1, "Step out"),
    wait(30),
    press(1, "Come back in"),
    wait(5),
    press(1, "I'm done"),
    wait(8),
    slash(0, "circle handover", member="ann"),
    *share(2),
    *share(3),
    *share(4),
    wait(600),
    # In pieces, so that a copy of the story (`crash`) may be killed in each.
    *(wait(seconds) for seconds in (5, 10, 15, 30, 30, 30)),
    wait(60),
    wait(30),
]


async def play(h: House, points: Points, room: str = "thread") -> Outcome:
    """Play the whole script, in that kind of room."""
    await play_through(h, points, [opened(room), *STEPS])
    return await outcome(h)


async def outcome(h: Playing) -> Outcome:
    """What everybody sees by now."""
    # At once: time may go on while the database is read, and the room is deleted some minutes after the end.
    room = h.said(h.room) if h.has_room else []
    lobby = h.said(h.lobby)
    added = await waiting(h.bot.desks.transactions)
    return Outcome(
        [_plain(h, text) for text in room],
        [_plain(h, text) for text in lobby],
        [(cell.format, s.seats_taken, s.seats_shared, s.sessions) for cell, s in added],
        [int(found) for found in re.findall(r"<t:(\d+)", "".join(room))],
    )


def _plain(h: Playing, text: str) -> str:
    """What a message says, without what chance chose, and without its instants."""
    text = re.sub(r"^> .*$", "> (a question)", h.named(text), flags=re.M)
    return re.sub(r"<t:\d+", "<t:?", text)
