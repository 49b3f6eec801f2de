"""A circle that cannot be read, as people see it: whoever presses reads a sentence, and the other circles go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.hopeful import database, rows
from tests.journeys.house import House, house, words


def _break(h: House, name: str) -> int:
    """Make the state of a circle unreadable. Returns its number."""
    with closing(sqlite3.connect(database(h))) as file, file:
        ((number,),) = file.execute("SELECT id FROM session WHERE name = ?", (name,)).fetchall()
        file.execute("UPDATE session SET state = 'Zimtstern' WHERE id = ?", (number,))
        file.execute("UPDATE deadline SET due_at = 0 WHERE session_id = ?", (number,))
    return int(number)


@pytest.mark.parametrize("when", ["before a start", "while it runs"])
async def test_one_circle_is_set_aside_and_the_other_goes_on(when: str, tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db") as h:
        h.expected_faults = ["cannot be read and is passed over"]
        ann, ben, cat, dev, eve = h.members[:5]
        await h.slash(h.co, "circle open", name="Broken circle")
        for who in (dev, eve):
            await h.press(who, "Save me a seat", h.newest(who, "Broken circle"))
        await h.wait(2)
        broken_room = h.room
        await h.slash(h.fay, "circle open", name="Sound circle", format="quick-circle")
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat", h.newest(who, "Sound circle"))
        await h.wait(2)
        sound_room = h.room
        number = _break(h, "Broken circle")
        if when == "before a start":
            await h.sim.restart()
        await h.wait(40)

        # Nobody of the broken circle is left without an answer
        invitation = h.newest(h.members[6], "Broken circle")
        answer = await h.press(h.members[6], "Save me a seat", invitation)
        assert "I cannot read this just now" in answer
        assert "I cannot read this just now" in await h.press(dev, "Give up my seat", invitation)
        welcome = next(m for m in broken_room.history() if "[Begin]" in words(m))
        assert "I cannot read this just now" in await h.press(h.co, "Begin", welcome)
        upcoming = await h.slash(ann, "circle upcoming")
        assert "Sound circle" in upcoming
        assert "Broken circle" not in upcoming

        # The other is begun, and its piece goes round
        await h.slash(h.fay, "circle start", at=sound_room)
        await h.wait(60)
        for who in (h.fay, ann, ben, cat):
            await h.press(who, "I agree")
        await h.wait(2)
        await h.share(h.fay)
        assert h.holder() == "Ann"
        assert not [row for row in rows(h, "deadline") if row["session_id"] == number]
