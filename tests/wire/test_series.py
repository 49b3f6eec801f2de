"""A closed series on the strict Discord: its second date has the seats of the first, a room, and its people in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.journeys.house import words
from tests.journeys.weekly import at, draft, fill_in, until
from tests.strict.faults import refused
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.test_greeting import kill_in_between, killed_before_it_is_kept


def inside(h: StrictHouse) -> set[str]:
    """Who is in the newest room."""
    people: list[Any] = [h.fay, *h.members]
    return {who.name for who in people if who.id in h.stub.inside[h.room.id]}


def test_the_second_date_has_the_same_people_through_kills_and_refusals(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        ann, ben, cat = h.members[:3]
        await until(h, at(5, 12))
        card = await draft(h, repeat="weekly for 3 weeks", format="quick-circle", capacity=4)
        await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
        await h.press(h.admin, "Create it", card)
        await h.wait(5)
        for who in (ann, ben, cat):
            assert "Your seat is for all 3 meetings." in await h.press(who, "Save me a seat")
        await until(h, at(6, 19, 1))
        assert inside(h) == {"fay", ann.name, ben.name, cat.name}
        first = h.room.id

        # The bot is killed while the invitation to the second date is on its way
        await h.press(h.fay, "Begin")
        await h.wait(5)
        late = await killed_before_it_is_kept(h, f"/channels/{h.lobby.id}/messages")
        await h.slash(h.fay, "circle end", at=h.room)
        while not late.hits:
            await h.wait(60)
        await kill_in_between(h, late)
        await h.wait(60)
        invitations = [text for text in h.said(h.lobby) if "Meeting 2 of 3." in text]
        assert len(invitations) == 1
        assert "4 of 4 seats are taken." in invitations[0]

        # One cannot come this time, one has left the server, and one cannot be let in at once
        await h.press(ann, "Give up my seat", h.newest(ann, "Meeting 2 of 3."))
        assert "Your seat is kept for the other meetings." in await h.press(ann, "I cannot come this time")
        await h.world.leave_server(h.guild_id, ben.id)

        # The bot is killed while the room is made, and Discord is down while people are let in
        await until(h, at(13, 18, 40))
        late = await killed_before_it_is_kept(h, f"/channels/{h.lobby.id}/threads")
        while not late.hits:
            await h.wait(60)
        entries = r"/channels/\d+/thread-members/\d+"
        await kill_in_between(h, late, refused(503), "PUT", entries)
        await until(h, at(13, 19, 2))
        assert len(h.stub.tried("PUT", entries)) > 4 + 2
        assert h.rooms == [h.room.id] != [first], (
            "the room of the first date is gone, and there is one of the second"
        )
        assert {"fay", cat.name} <= inside(h), "whoever comes is let in"
        assert ben.name not in inside(h), "whoever has left is not"
        assert "1 of 4" not in "".join(h.said(h.lobby)), "the seats are those of the first date"
        assert "Meeting 2 of 3." in words(h.newest(cat, "Meeting 2 of 3."))
        assert "Meeting 2 of 3." in "".join(h.said(h.room))

    play_in_strict_house(tmp_path, story)
