"""The server's own events over a real connection: made, moved and cancelled with their dates, and what is said when
Discord does not do it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord

from bot.calendar.recurrence import Series
from bot.calendar.wallclock import LocalTime
from bot.circle import events as e
from bot.circle.machine import Step, fold
from bot.circle.model import EndReason
from bot.ids import ChannelXid, GuildXid, MemberXid, ScheduleId
from bot.services.circle import acting
from bot.services.circle.choices import ScheduleChoices
from tests.strict import virtual
from tests.strict.shapes import Json
from tests.wire.line import FAY, Line, until
from tests.wire.stub import refused, words
from tests.wire.test_trouble import whispers

EVENTS = r"/guilds/\d+/scheduled-events"
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4


async def planned(wire: Line) -> tuple[int, LocalTime]:
    """A weekly circle whose first date is announced. Returns the schedule, and how its date is named."""
    # The server's events name only what everyone may see.
    await wire.stub.world.overwrite(wire.lobby, wire.guild, allow=discord.Permissions(view_channel=True))
    first = virtual.now().replace(microsecond=0, second=0, tzinfo=None) + timedelta(days=3)
    wanted = ScheduleChoices(
        "Tuesday circle",
        "en",
        ChannelXid(wire.lobby),
        "check-in",
        series=Series(first, "UTC", "FREQ=WEEKLY"),
        horizon_days=5,
    )
    draft = await wire.bot.desks.schedule.draft(GuildXid(wire.guild), wanted, [MemberXid(FAY)])
    kept = await wire.bot.desks.schedule.confirm(draft.id)
    await wire.card(wire.lobby, "[Save me a seat]")
    await wire.quiet()
    return kept.id, LocalTime(first)


def events(wire: Line) -> list[Json]:
    """The server's events, in the order they were made."""
    return list(wire.stub.world.servers[wire.guild].events.values())


async def test_an_event_is_made_moved_and_cancelled_with_its_date(wire: Line) -> None:
    schedule, local = await planned(wire)
    (event,) = events(wire)
    assert event["status"] == SCHEDULED
    later = local.replace(tzinfo=UTC) + timedelta(hours=5)
    await wire.bot.desks.schedule.move(ScheduleId(schedule), local, later)
    await wire.quiet()
    (event,) = events(wire)
    assert datetime.fromisoformat(event["scheduled_start_time"]) == later
    assert "It was to begin on" in event["description"]
    await wire.bot.desks.schedule.skip(ScheduleId(schedule), local, "away")
    await until(lambda: events(wire)[0]["status"] == CANCELLED, "the event is cancelled")


async def test_an_event_whose_cancelling_is_refused_is_told_once_and_tried_again(wire: Line) -> None:
    schedule, local = await planned(wire)
    fault = wire.stub.fail(refused(403, 50013, "Missing Permissions"), "PATCH", EVENTS + r"/\d+", times=2)
    await wire.bot.desks.schedule.skip(ScheduleId(schedule), local, "")
    await until(lambda: events(wire)[0]["status"] == CANCELLED, "it is cancelled after all")
    assert fault.hits == 2
    told = [
        text
        for text in whispers(wire)
        if "This date was called off, but the server's events still show it" in text
    ]
    assert len(told) == 1


async def test_an_event_whose_moving_is_refused_is_told(wire: Line) -> None:
    schedule, local = await planned(wire)
    wire.stub.fail(refused(403, 50013, "Missing Permissions"), "PATCH", EVENTS + r"/\d+", times=10)
    later = local.replace(tzinfo=UTC) + timedelta(hours=5)
    await wire.bot.desks.schedule.move(ScheduleId(schedule), local, later)
    await until(lambda: any("the old time of this date" in text for text in whispers(wire)), "it is told")
    assert any("It was to begin on" in words(m) for m in wire.stub.posted(wire.lobby)), "the circle goes on"


async def test_an_event_that_is_refused_to_begin_with_is_told_and_the_circle_takes_place(wire: Line) -> None:
    wire.stub.fail(
        refused(400, 30038, "Maximum number of uncompleted guild scheduled events"), "POST", EVENTS, times=9
    )
    await planned(wire)
    assert not events(wire)
    assert any("could not add this date to the server's events" in text for text in whispers(wire))


async def test_an_event_that_cannot_be_ended_after_its_circle_is_told_and_tried_again(wire: Line) -> None:
    await planned(wire)
    (event,) = events(wire)
    event["status"] = ACTIVE
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    ended = e.Ended(virtual.now(), EndReason.CLOSED)
    fault = wire.stub.fail(refused(403, 50013, "Missing Permissions"), "PATCH", EVENTS + r"/\d+", times=2)
    await wire.bot.desks.transactions.write(
        acting.save, session, (Step(ended, fold(session.state, (ended,))),)
    )
    await until(lambda: events(wire)[0]["status"] == COMPLETED, "it is ended after all")
    assert fault.hits == 2
    told = [
        words(m)
        for m in wire.stub.posted(wire.lobby)
        if "This circle is over, but the server's events still show it" in words(m)
    ]
    assert len(told) == 1, "nobody knows any more who held it, so it is said where the invitation is"


async def test_a_schedule_that_goes_on_has_an_event_of_its_own(wire: Line) -> None:
    """Also when the old one could not be cancelled yet, which then is not taken for the new one's."""
    schedule, _ = await planned(wire)
    wire.stub.fail(refused(503), "PATCH", EVENTS + r"/\d+", times=3)
    await wire.bot.desks.schedule.pause(ScheduleId(schedule), "")
    await wire.bot.desks.schedule.resume(ScheduleId(schedule))
    await until(
        lambda: [event["status"] for event in events(wire)] == [CANCELLED, SCHEDULED],
        "one is cancelled, one new",
    )


async def test_the_invitation_that_was_left_says_where_the_circle_is(wire: Line) -> None:
    schedule, _ = await planned(wire)
    garden = wire.stub.add_channel(wire.guild)
    old = wire.newest(wire.lobby, "Save me a seat")
    draft = await wire.bot.desks.schedule.draft_of(ScheduleId(schedule))
    draft = await wire.bot.desks.schedule.redraft(
        draft, replace(draft.choices, parent_xid=ChannelXid(garden))
    )
    wire.stub.fail(refused(403, 50013), "PATCH", f"/channels/{wire.lobby}/messages/.*", times=1)
    await wire.bot.desks.schedule.confirm(draft.id)
    await wire.card(garden, "[Save me a seat]")
    retired = f"The invitation is in <#{garden}> now."
    await until(
        lambda: any(m["id"] == old["id"] and retired in words(m) for m in wire.stub.posted(wire.lobby)),
        "the old invitation is retired",
    )
    assert not [m for m in wire.stub.posted(wire.lobby) if "[Save me a seat]" in words(m)]
