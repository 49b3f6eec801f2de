"""When the room of a date is open: from ten minutes before its time until its grace time after the end is over."""

from __future__ import annotations

import pytest
from simcord.backend.access import can_access_channel

from tests.journeys.house import House, house
from tests.journeys.weekly import at, draft, until


def _gets_in(h: House) -> list[bool]:
    """Whether Fay and Ann, who have a seat, get into the newest room, and Gus, who has none."""
    people = (h.fay, h.members[0], h.members[5])
    return [can_access_channel(h.env, h.room.id, person, history=True) for person in people]


@pytest.mark.parametrize("room", ["voice", "channel"])
async def test_the_room_opens_ten_minutes_before_its_time_and_closes_after_its_grace_time(room: str) -> None:
    async with house() as h:
        card = await draft(h, room=room)
        await h.press(h.admin, "Create it", card)
        await h.wait(2)
        for person in h.members[:2]:
            await h.press(person, "Save me a seat", h.sees(person, h.lobby)[-1])

        # Not a minute before; spread over half a minute, because Discord allows so many calls a second
        await until(h, at(6, 18, 49))
        assert not h.has_room
        await until(h, at(6, 18, 50))
        await h.wait(35)
        assert _gets_in(h) == [True, True, False]
        await until(h, at(6, 19))
        await h.slash(h.fay, "circle start", at=h.room)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(590)
        assert _gets_in(h) == [True, True, False], "there is time to take leave"
        await h.wait(20)
        assert not h.has_room

        if room == "channel":
            return
        # A date that nobody begins: it closes after half an hour, and its room after the same grace
        await until(h, at(13, 18, 51))
        assert h.has_room
        await until(h, at(13, 19, 39))
        assert h.has_room
        await until(h, at(13, 19, 42))
        assert not h.has_room
