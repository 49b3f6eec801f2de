"""The server's own events, as they follow a schedule that rests, goes on, and is changed."""

from __future__ import annotations

import pytest

from tests.journeys.house import House, house
from tests.journeys.test_schedule_faults import SPLITTING, edit, weekly
from tests.journeys.weekly import at, events, until

SCHEDULED, CANCELLED = "1", "4"
ACTIVE, COMPLETED = 2, 3


def open_events(h: House) -> list[str]:
    """When the events begin that are to come."""
    return [when for when, status in events(h) if status == SCHEDULED]


async def test_the_event_comes_back_when_a_schedule_goes_on() -> None:
    async with house() as h:
        await weekly(h)
        assert len(open_events(h)) == 1
        await h.slash(h.admin, "schedule pause")
        await h.wait(3)
        assert not open_events(h)
        await h.slash(h.admin, "schedule resume")
        await h.wait(3)
        assert len(open_events(h)) == 1


async def test_going_on_at_once_takes_no_event_that_is_about_to_be_cancelled() -> None:
    async with house() as h:
        await weekly(h)
        h.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=503, times=2)
        await h.slash(h.admin, "schedule pause")
        await h.slash(h.admin, "schedule resume")
        await h.wait(60)
        assert len(open_events(h)) == 1, "the old one is cancelled, the new date has its own"
        assert len(events(h)) == 2


async def test_an_event_that_was_chosen_again_is_made_again() -> None:
    async with house() as h:
        await weekly(h)
        for choices, there in (([], 0), (["has_event"], 1), ([], 0), (["has_event"], 1)):
            await edit(h, "How it goes", **{**SPLITTING, "choices": choices})
            assert len(open_events(h)) == there


async def test_an_event_follows_a_date_that_is_skipped_and_one_that_is_moved() -> None:
    async with house() as h:
        await until(h, at(1, 12))
        await weekly(h, repeat="weekly on Tue and Thu")
        await until(h, at(2, 12))
        await h.slash(h.admin, "schedule skip", date="2026-01-06")
        await h.slash(h.admin, "schedule move", date="2026-01-08", when="2026-01-09 20:00")
        await h.wait(3)
        assert [when[:16] for when in open_events(h)] == ["2026-01-09T20:00"]


@pytest.mark.parametrize(("room", "kind"), [("stage", 1), ("voice", 2), ("channel", 3)])
async def test_the_event_of_a_spoken_circle_leads_into_its_room_once_it_is_open(room: str, kind: int) -> None:
    async with house() as h:
        await weekly(h, room=room, format="check-in")
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 49))
        (event,) = h.env.backend.get_guild(h.guild_id).scheduled_events.values()
        assert (event.entity_type, event.channel_id) == (3, None), "everyone sees where to take a seat"
        await until(h, at(6, 18, 51))
        where = None if kind == 3 else h.room.id
        assert (event.entity_type, event.channel_id) == (kind, where)
        if where is not None:  # somebody deletes the room: the event leads into the new one
            h.env.backend.delete_channel(where)
            await h.wait(5)
            where = h.room.id
        await until(h, at(6, 19, 1))
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        await h.wait(5)
        assert int(event.status) == ACTIVE
        assert (event.entity_type, event.channel_id) == (kind, where)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(10)
        assert int(event.status) == COMPLETED
