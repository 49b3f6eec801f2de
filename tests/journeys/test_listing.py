"""Public circles as a file for finders of meetings: only those an admin chose, only weekly ones that everyone sees."""

from __future__ import annotations

import json
from typing import Any

from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.calendar.test_meeting_guide import SCHEMA
from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, fill_in, until

CAN_VIEW = 1 << 10


async def _create(h: House, *, listed: bool = True, **options: Any) -> str:
    """Ada makes a schedule, listed or not. Returns what its draft said."""
    card = await draft(h, **options)
    chosen = {"format": ["check-in"], "theme": ["general"], "reminders": [], "horizon": "7"}
    choices = ["has_event", "is_listed"] if listed else ["has_event"]
    shown = await fill_in(h, card, "How it goes", choices=choices, **chosen)
    await h.press(h.admin, "Create it", card)
    return shown


async def _exported(h: House, name: str, at: Any = None) -> tuple[list[dict[str, Any]], str]:
    """What the listing says, and what is said beside it."""
    said = await h.slash(h.admin, "schedule calendar", at=at, name=name)
    files = {file.filename: await file.read() for file in h.last.response.attachments}
    assert "circle.ics" in files
    found = json.loads(files.get("meetings.json", b"[]"))
    SCHEMA.validate(found)
    return found, said


async def test_only_what_is_public_weekly_and_seen_by_everyone_is_listed() -> None:
    async with house() as h:
        shown = await _create(h, listed=False)
        assert "lists it publicly" not in shown
        found, said = await _exported(h, "Tuesday circle")
        assert found == []
        assert "public" not in said

        shown = await _create(h, name="Open circle", when="2026-01-07 19:00", repeat="weekly on Wed and Sun")
        assert "The file for finders of meetings lists it publicly. It names nobody." in shown
        found, said = await _exported(h, "Tuesday circle")
        (one,) = found
        assert (one["name"], one["day"], one["time"]) == ("Open circle", [0, 3], "19:00")
        assert (one["timezone"], one["types"]) == ("UTC", ["EN"])
        assert one["conference_url"] == f"https://discord.com/channels/{h.guild_id}/{h.lobby.id}"
        assert "`meetings.json` lists 1 weekly circle that was made public. It names nobody." in said
        text = json.dumps(found)
        for person in (h.fay, h.admin):
            assert person.name not in text
            assert str(person.id) not in text

        # Nobody is listed who does not meet every week, is for some, or rests.
        shown = await _create(h, name="Monthly", when="2026-01-08 19:00", repeat="monthly")
        assert "Only a circle that meets every week can be listed." in shown
        await h.slash(h.admin, "schedule pause", name="Open circle")
        found, said = await _exported(h, "Monthly")
        assert found == []
        assert "**Monthly**: Only a circle that meets every week can be listed." in said
        assert "**Open circle**: It rests now." in said
        await h.slash(h.admin, "schedule resume", name="Open circle")
        assert len((await _exported(h, "Monthly"))[0]) == 1

        # Everyone has to see its channel at the moment in which the file is made.
        office = await h.new_channel("office")
        everyone = Overwrite(h.guild_id, OverwriteType.ROLE, deny=CAN_VIEW)
        h.env.backend.set_overwrite(h.lobby.id, everyone)
        found, said = await _exported(h, "Open circle", office)
        assert found == []
        assert "**Open circle**: Not everyone in this server sees its channel, so it is not listed." in said
        h.env.backend.delete_overwrite(h.lobby.id, h.guild_id)
        await h.slash(h.admin, "schedule edit", name="Open circle")
        card = h.last.response
        assert "lists it publicly" in words(card)
        people = {"place": [h.lobby], "people": [], "role": [h.guild.roles["Facilitators"]]}
        await fill_in(h, card, "People and place", **people, seats="8", least="3")
        await h.press(h.admin, "Save the changes", card)
        found, said = await _exported(h, "Open circle")
        assert found == []
        assert "It is for people with one role, so it is not listed." in said
        refused = await h.slash(h.fay, "schedule calendar", name="Open circle")
        assert "Only the people who run this server can do that." in refused


async def test_a_closed_series_is_listed_until_it_begins() -> None:
    async with house() as h:
        await until(h, at(5, 12))
        card = await draft(h, repeat="weekly for 8 weeks", format="quick-circle", capacity=4)
        chosen = {"format": ["quick-circle"], "theme": ["general"], "reminders": [], "horizon": "7"}
        await fill_in(h, card, "How it goes", choices=["is_listed"], **chosen)
        await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
        await h.press(h.admin, "Create it", card)
        await h.wait(2)
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        found, said = await _exported(h, "Tuesday circle")
        assert len(found) == 1, said
        await until(h, at(6, 19, 1))
        found, said = await _exported(h, "Tuesday circle")
        assert len(found) == 1, said
        await h.press(h.fay, "Begin")
        await h.wait(2)
        why = "**Tuesday circle**: It is a closed series that has begun, so its people stay the same."
        found, said = await _exported(h, "Tuesday circle")
        assert (found, why in said) == ([], True)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(3600)
        found, said = await _exported(h, "Tuesday circle")
        assert (found, why in said) == ([], True), "also between its meetings"
