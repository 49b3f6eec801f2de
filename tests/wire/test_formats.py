"""Formats of a server's own on the strict Discord: a file is given, a form filled in, and the file comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.ids import GuildXid
from tests.calendar.test_meeting_guide import SCHEMA
from tests.journeys.weekly import draft
from tests.journeys.weekly import fill_in as by_form
from tests.strict.faults import Call
from tests.strict.shapes import parts
from tests.wire.strict_house import StrictHouse, play_in_strict_house

FILE = """title = "Evening walk"
summary = "A short circle after a walk."
capacity = 6

[[stage]]
kind = "agreements"
title = "Agreements"
text = "When these feel right, agree."
seconds = 120
items = ["What is said here stays here."]

[[stage]]
kind = "round"
title = "One thing"
text = "One thing that you saw."
seconds = 60
"""
EPHEMERAL = 1 << 6


def fields_of(h: StrictHouse) -> dict[str, Any]:
    """The fields of the form that is open, by what they are called without their prefix."""
    found = [part for part in parts(h.last.modal["components"]) if "custom_id" in part]
    return {str(part["custom_id"]).rpartition(":")[2]: part for part in found}


async def fill_in(h: StrictHouse, **fields: Any) -> str:
    """Send the form that is open with these values. Returns what is shown then."""
    ids = {name: field["custom_id"] for name, field in fields_of(h).items()}
    return await h.submit(h.admin, {ids[name]: value for name, value in fields.items()})


async def kept(h: StrictHouse) -> list[str]:
    """The names of the server's own formats."""
    content = await h.bot.desks.formats.content(GuildXid(h.guild_id))
    return [one.title for one in content.formats.values() if one.id.startswith("own/")]


def sent_files(h: StrictHouse, before: int) -> dict[str, bytes]:
    """The files that Discord was sent since then, for one person alone."""
    sent: list[Call] = [call for call in h.stub.calls[before:] if call.files]
    (call,) = sent
    data = call.body.get("data", call.body)
    assert data["flags"] & EPHEMERAL
    return call.files


def test_a_format_goes_in_through_a_file_and_a_form_and_comes_out_as_a_file(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        uploads, given = h.world.uploads, ("walk.toml", FILE.encode())

        # It cannot be fetched: Discord says no, it is down, the line is cut again and again; nothing has changed
        for status in (403, 503, 0):
            for command, file in (("formats", given), ("prompts", ("questions.txt", b"What did you see?"))):
                uploads.faults[:] = [status] * 2  # aiohttp asks once more by itself where the line is cut
                said = await h.slash(h.admin, f"{command} import", file=file)
                assert "I could not fetch that file from Discord. Please try once more." in said
        uploads.faults.clear()
        uploads.fetched.clear()
        assert "64 kilobytes at most" in await h.slash(
            h.admin, "formats import", file=("walk.toml", b"x" * 70_000)
        )
        assert not uploads.fetched, "one that is too large is not even fetched"

        # A draft is made, and changed in a form over a kill
        assert "2. **One thing**" in await h.slash(h.admin, "formats import", file=given)
        card = h.last.response
        await h.press(h.admin, "Name and seats", card)
        await h.restart(kill=True)
        typed = {"title": "Sunday walk", "summary": "For Sunday.", "seats": "5", "least": "3", "factor": "2"}
        assert "I was restarted and did not get that." in await fill_in(h, **typed)
        await h.press(h.admin, "Name and seats", card)
        shown = await fill_in(h, **typed)
        assert "Seats: 5" in shown
        await h.press(h.admin, "Rules", card)
        assert fields_of(h)["scale"]["type"] == 22
        await fill_in(h, passes=["free"])
        assert "**Sunday walk** is saved." in await h.press(h.admin, "Save it", card)
        assert await kept(h) == ["Sunday walk"]

        # It comes back as a file, for one person alone, and goes in again
        before = len(h.stub.calls)
        await h.slash(h.admin, "formats export", format="Sunday walk")
        ((name, content),) = sent_files(h, before).items()
        assert name == "sunday-walk.toml"
        shown = await h.slash(h.admin, "formats import", file=(name, content.replace(b"= 60", b"= 90")))
        assert "1:30 a turn" in shown
        await h.press(h.admin, "Save the changes", h.last.response)
        assert await kept(h) == ["Sunday walk"], "in its own place"

        # A circle by it that is public: its dates and the listing in one private answer
        card = await draft(h, format="Sunday walk", capacity=4)
        how = {"format": ["own/1"], "theme": ["general"], "reminders": [], "horizon": "7"}
        shown = await by_form(h, card, "How it goes", choices=["has_event", "is_listed"], **how)
        assert "The file for finders of meetings lists it publicly." in shown
        await h.press(h.admin, "Create it", card)
        await h.wait(5)
        before = len(h.stub.calls)
        assert "lists 1 weekly circle" in await h.slash(h.admin, "schedule calendar")
        files = sent_files(h, before)
        assert b"BEGIN:VCALENDAR" in files["circle.ics"]
        listed = json.loads(files["meetings.json"])
        SCHEMA.validate(listed)
        assert [one["name"] for one in listed] == ["Tuesday circle"]

        # Nobody reads of a channel that not everyone sees
        office = await h.new_channel("office")
        await h.world.hide(h.lobby.id)
        before = len(h.stub.calls)
        said = await h.slash(h.admin, "schedule calendar", at=office)
        assert "Not everyone in this server sees its channel" in said
        assert json.loads(sent_files(h, before).get("meetings.json", b"[]")) == []

    play_in_strict_house(tmp_path, story)
