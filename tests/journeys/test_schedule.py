"""Circles that meet again and again, as the people in them meet them."""

from __future__ import annotations

import time
from typing import Any

import discord

from bot.circle.model import SeatPlace
from bot.ids import GuildXid
from tests.journeys.crash import Points
from tests.journeys.house import House, house, words
from tests.journeys.weekly import Outcome, at, direct, draft, events, fill_in, play, until


async def weekly(h: House, **options: object) -> None:
    """Ada lets a circle meet every Tuesday at 19:00 UTC from 6 January 2026 on."""
    await h.press(h.admin, "Create it", await draft(h, **{"capacity": 4, **options}))
    await h.wait(3)


async def test_four_weeks_pass() -> None:
    async with house() as h:
        begun = time.perf_counter()
        outcome = await play(h, Points())
        took = time.perf_counter() - begun
    assert isinstance(outcome, Outcome)
    assert outcome.sessions == 1
    lobby = "\n---\n".join(outcome.lobby)
    assert lobby.count("## Tuesday circle") == 5, "four weeks, and the fifth is announced"
    assert "This circle has closed." in outcome.lobby[0]
    assert "does not take place on <t:1768327200:F>" in outcome.lobby[1]
    ben, cat, dev = outcome.private["ben"], outcome.private["cat"], outcome.private["dev"]
    assert any("has become free. It is kept for you" in text for text in cat)
    assert sum("**Tuesday circle** begins <t:1767722400:F>" in text for text in ben) == 3, (
        "a day before, an hour before, and the open room"
    )
    assert not any("begins <t:1767722400:F>" in text and "Your seat is kept" in text for text in dev), (
        "nobody is reminded of what they are not coming to"
    )
    assert any("no seat became free this time" in text for text in dev)
    assert any("does not take place on <t:1768327200:F>" in text for text in ben)
    assert any("was moved. New time: <t:1769108400:F>" in text for text in ben)
    assert any("begins <t:1769108400:F>" in text and "Your seat is kept" in text for text in ben)
    assert [status for _, status in outcome.events][:4] == ["3", "4", "3", "3"]
    assert took < 20, "a coarse guard; the figure is in the benchmarks"


async def test_the_same_hour_by_the_clock_across_a_clock_change() -> None:
    async with house() as h:
        await until(h, at(1, 1))
        card = await draft(h, when="2026-03-24 19:00")
        shown = await fill_in(
            h, card, "Change the time", when="2026-03-24 19:00", repeat="weekly", zone="Europe/Berlin"
        )
        assert "1. Tuesday, 24 March 2026, 19:00 (for you <t:1774375200:s>)" in shown
        assert "2. Tuesday, 31 March 2026, 19:00 (for you <t:1774976400:s>)" in shown
        assert "The clocks change before this date; by the clock it stays 19:00." in shown


async def test_a_hundred_presses_for_the_last_seat() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben = h.members[:2]
        await h.press(ann, "Save me a seat")
        crowd = [h._person(f"Guest{number}") for number in range(100)]
        invitation = h.newest(ben, "[Save me a seat]")
        answers = await h.press_at_once(crowd, "Save me a seat", invitation)
        assert sum("You have a seat." in answer for answer in answers) == 1
        places = [int(a.split("at place ")[1].split(".")[0]) for a in answers if "at place" in a]
        assert places == list(range(1, 100)), "in the order they came"
        assert "You have a seat." in answers[0]
        state = (await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)))[0].state
        assert sum(seat.place is SeatPlace.SEATED for seat in state.seats) == 3
        assert [seat.number for seat in state.waiting_list] == sorted(s.number for s in state.waiting_list)


async def test_a_seat_given_up_goes_to_whoever_waited_and_only_they_hear_of_it() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        await h.wait(2)
        assert "3 of 3 seats are taken.\n1 person waits for a seat." in h.read(place=h.lobby)
        await h.press(ann, "Give up my seat")
        await h.wait(2)
        assert "1 seat is kept for someone who waited." in h.read(place=h.lobby)
        assert "has become free" in h.private(cat)
        assert not h.private(ann)
        answer = await h.press(cat, "Save me a seat", direct(h, cat)[-1])
        assert "You have a seat." in answer
        await h.wait(2)
        assert "3 of 3 seats are taken.\n-#" in h.read(place=h.lobby)


async def test_nobody_is_reminded_who_would_rather_not_or_in_their_quiet_hours() -> None:
    async with house() as h:
        await weekly(h)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        reminders = h.last.response
        await h.press(cat, "Reminders", reminders)
        quiet = {"sc:wishes:wanted": "yes", "sc:wishes:hours": "18:30 - 20:30", "sc:wishes:zone": "UTC"}
        answer = h._answer(await cat.submit_modal(h.last, quiet))
        assert "but never from 18:30 to 20:30" in answer
        await h.press(ben, "Save me a seat")  # once more: they have one already
        await h.slash(ben, "circle join")
        await until(h, at(5, 19, 11))
        assert "begins" in h.private(ann)
        assert "begins" in h.private(ben)
        assert not h.private(cat), "the day before, at 19:00, is in their quiet hours"
        await h.press(ben, "Reminders", direct(h, ben)[-1])
        never = {"sc:wishes:wanted": "no", "sc:wishes:hours": "", "sc:wishes:zone": ""}
        assert "I no longer remind you" in h._answer(await ben.user.submit_modal(h.last, never))
        await until(h, at(5, 20, 29))
        assert not h.private(cat)
        await until(h, at(5, 20, 36))
        assert h.private(cat).count("begins") == 1, "it comes when the quiet hours are over"
        await until(h, at(6, 18, 6))
        assert h.private(ann).count("Your seat is kept") == 2
        assert h.private(ben).count("Your seat is kept") == 1
        assert h.private(cat).count("Your seat is kept") == 2


async def test_closed_direct_messages_name_nobody_in_public() -> None:
    async with house() as h:
        await weekly(h)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
        await h.wait(2)
        before = h.read(place=h.lobby)
        await until(h, at(6, 18, 30))
        assert ann.mention not in h.read(place=h.lobby)
        assert h.read(place=h.lobby) == before


async def test_if_the_facilitator_does_not_come_a_co_facilitator_begins() -> None:
    async with house() as h:
        await weekly(h)
        ann, ben = h.members[:2]
        for who in (h.co, ann, ben):
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 51))
        assert "The room is open" in h.read(place=h.lobby)
        await until(h, at(6, 19, 1))
        assert f"{h.fay.mention} It is time. Begin whenever you are ready." in h.read()
        await until(h, at(6, 19, 4))
        assert "It is time. Would one of you begin?" in h.read()
        await h.press(h.co, "Begin")
        await h.wait(2)
        assert "## Opening" in h.read()
        assert events(h)[0][1] == "2", "the server's event has begun too"


async def test_before_the_time_or_with_fewer_the_facilitator_is_asked_once_more() -> None:
    async with house() as h:
        await weekly(h)
        ann, ben = h.members[:2]
        await h.press(ann, "Save me a seat")
        await h.slash(h.fay, "circle handover", member=ann)
        await h.wait(2)
        assert "You hold **Tuesday circle** now." in h.private(ann)
        await h.slash(ann, "circle handover", member=h.fay)
        await until(h, at(6, 18, 55))
        assert "A circle needs 1 more person" in await h.press(h.fay, "Begin")
        await h.press(ben, "Save me a seat")
        await h.wait(2)
        assert "Begin now?" in await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        question = h.last.response
        assert "It begins <t:" in words(question)
        await h.press(ben, "Give up my seat")
        await until(h, at(6, 19, 1))
        assert "1 person fewer than planned has a seat. A circle needs three." in h.read()
        assert "A circle needs 1 more person" in await h.press(h.fay, "Begin all the same", question)
        assert "## Opening" not in h.read()
        await h.slash(ben, "circle join", session="1")
        await h.press(h.fay, "Begin", question)
        await h.wait(2)
        assert "## Opening" in h.read()


async def test_if_nobody_begins_it_closes_kindly() -> None:
    async with house() as h:
        await weekly(h)
        await h.press(h.members[0], "Save me a seat")
        await until(h, at(6, 19, 31))
        assert "We were too few for a circle this time." in h.read()
        await until(h, at(6, 20))
        assert "This circle has closed." in h.read(place=h.lobby)
        assert events(h)[0][1] == "3", "Discord itself began it at its hour, so it is ended"


async def test_after_a_long_outage_it_is_called_off_with_an_apology() -> None:
    async with house() as h:
        await weekly(h)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        await until(h, at(6, 12))
        with h.env.time_context():
            await h.sim.bot.close()
        await h.env.advance_time(8.5 * 3600)
        await h.sim.start_again()
        await h.wait(125)
        assert "because I was away when it was to begin" in h.read(place=h.lobby)
        assert "because I was away when it was to begin" in h.private(ann)
        assert h.private(ann).count("Your seat is kept") == 1, (
            "the reminder of the hour before is pointless now"
        )
        await until(h, at(13, 19, 1))
        assert "It is time." in h.read(), "the next week is not touched by it"


async def test_after_a_short_outage_it_starts_late() -> None:
    async with house() as h:
        await weekly(h)
        for who in h.members[:2]:
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18))
        with h.env.time_context():
            await h.sim.bot.close()
        await h.env.advance_time(3600 + 600)
        await h.sim.start_again()
        await h.wait(40)
        assert "It is time." in h.read()
        await h.press(h.fay, "Begin")
        await h.wait(2)
        assert "## Opening" in h.read()


async def test_two_admins_at_once() -> None:
    async with house() as h:
        await weekly(h)
        other = h._person(
            "Abe", [h.guild.create_role("More admins", permissions=discord.Permissions(manage_guild=True))]
        )
        await h.slash(h.admin, "schedule edit")
        first = h.last.response
        await h.slash(other, "schedule edit")
        second = h.last.response
        assert "is saved" in await h.press(h.admin, "Save the changes", first)
        await h.press(other, "Save the changes", second)
        assert "Someone else changed this schedule meanwhile" in words(second)


async def test_a_smaller_circle_throws_nobody_out_and_says_so() -> None:
    async with house() as h:
        await weekly(h)
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        await h.slash(h.admin, "schedule edit", name="Tuesday circle")
        card = h.last.response
        answer = await fill_in(
            h, card, "People and place", place=[h.lobby], people=[h.fay], role=[], seats="3", least="3"
        )
        assert "On one of the dates 4 seats are taken. Nobody is asked to leave." in answer
        await h.press(h.admin, "Save the changes", card)
        await h.wait(3)
        assert "4 of 3 seats are taken." in h.read(place=h.lobby)


async def test_pausing_and_deleting_call_off_what_was_announced() -> None:
    async with house() as h:
        await weekly(h)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        await h.slash(h.admin, "schedule pause", reason="Summer break")
        await h.wait(125)
        assert "> Summer break" in h.private(ann)
        assert "It rests." in await h.slash(h.admin, "schedule list")
        assert "goes on" in await h.slash(h.admin, "schedule resume")
        await h.wait(3)
        assert "It begins <t:1767726000:F>" in h.read(place=h.lobby)
        await h.slash(h.admin, "schedule delete")
        await h.press(h.admin, "Delete for good", h.last.response)
        await h.wait(3)
        assert "It begins" not in h.read(place=h.lobby)
        assert "No circle has a schedule yet." in await h.slash(h.admin, "schedule list")


async def test_wrong_input_gets_a_sentence_and_changes_nothing() -> None:
    async with house() as h:
        good: dict[str, Any] = {"name": "Circle", "when": "2026-01-06 19:00", "repeat": "weekly"}
        for wrong, sentence in (
            ({"when": "2025-01-06 19:00"}, "has passed already"),
            ({"when": "03/04 19:00"}, "the day from the month"),
            ({"when": "Tuesday"}, "add the time of day"),
            ({"when": "whenever"}, "could not read that time"),
            ({"repeat": "FREQ=SECONDLY"}, "cannot use that rule"),
            ({"repeat": "often"}, "could not read that rhythm"),
            ({"name": " "}, "a name of 1 to 60 characters"),
            ({"capacity": 40}, "from 3 to 8 seats"),
            ({"format": "panel"}, "do not know that format"),
        ):
            assert sentence in await h.slash(h.admin, "schedule create", **{**good, **wrong}), wrong
        assert "Only the people who run this server" in await h.slash(h.fay, "schedule create", **good)
        assert "do not know which schedule" in await h.slash(h.admin, "schedule skip", date="2026-01-06")
        await h.slash(h.admin, "schedule create", **{**good, "name": "@everyone <@1> **x**"})
        await h.press(h.admin, "Create it", h.last.response)
        await h.wait(3)
        assert "@everyone" not in h.read(place=h.lobby).replace("@\u200beveryone", "")
        assert "does not meet then" in await h.slash(h.admin, "schedule skip", date="2026-01-07")
        assert "has passed already" in await h.slash(
            h.admin, "schedule move", date="2026-01-06", when="2025-12-01 19:00"
        )


async def test_without_the_permission_for_events_the_circle_works_and_says_so() -> None:
    async with house() as h:
        h.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013, times=None)
        await weekly(h)
        assert "It begins" in h.read(place=h.lobby)
        assert "I could not add this date to the server's events." in h.private(h.fay)
        assert not events(h)


async def test_an_event_that_was_deleted_by_hand_is_not_made_again() -> None:
    async with house() as h:
        await weekly(h)
        h.env.inject_error("GET", "/guilds/*/scheduled-events/*", status=404, code=10070, times=None)
        await h.slash(h.admin, "schedule move", date="2026-01-06", when="2026-01-07 19:00")
        await h.wait(3)
        assert "It begins <t:1767812400:F>" in h.read(place=h.lobby)
        assert len(events(h)) == 1


async def test_everyone_sees_what_is_to_come_and_admins_see_every_circle() -> None:
    async with house() as h:
        await weekly(h)
        role = h.guild.create_role("Carers")
        carer = h._person("Cora", [role])
        await h.slash(h.admin, "schedule edit")
        card = h.last.response
        await fill_in(
            h, card, "People and place", place=[h.lobby], people=[h.fay], role=[role], seats="4", least="3"
        )
        await h.press(h.admin, "Save the changes", card)
        assert "Tuesday circle" in await h.slash(h.admin, "circle upcoming")
        assert "Tuesday circle" in await h.slash(carer, "circle upcoming")
        assert "No circle is open here" in await h.slash(h.members[0], "circle upcoming")
        assert "for people with the role" in await h.press(h.members[0], "Save me a seat")
        assert "You have a seat." in await h.press(carer, "Save me a seat")


async def test_the_calendar_file_has_the_dates() -> None:
    async with house() as h:
        await weekly(h)
        await h.slash(h.admin, "schedule skip", date="2026-01-13")
        await h.slash(h.admin, "schedule calendar")
        (file,) = h.last.response.attachments
        content = (await file.read()).decode()
        assert "RRULE:FREQ=WEEKLY" in content
        assert "EXDATE" in content


async def test_so_many_come_that_there_are_two_circles() -> None:
    async with house() as h:
        card = await draft(h, capacity=4)
        await fill_in(
            h,
            card,
            "How it goes",
            format=["story-circle"],
            theme=["general"],
            choices=["splits", "has_event"],
            reminders=["3600"],
            horizon="7",
        )
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        for who in (h.co, *h.members[:6]):
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 55))  # its words are spread over almost two minutes
        names = [m.name for m in await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))]
        assert sorted(names)[:2] == ["Tuesday circle", "Tuesday circle (2)"]
        first, second = (
            set(thread._channel.thread_members) - {h.env.backend.bot_user.id} for thread in h.lobby.threads
        )
        assert len(first) == len(second) == 4
        assert not first & second
        assert {h.fay.id, h.co.id} == {h.fay.id, h.co.id} & (first | second)
        assert (h.fay.id in first) != (h.co.id in first), "each has somebody who can facilitate"
        last = h.members[5]
        assert "So many came that there are two circles today. This is yours." in h.private(last)
        await until(h, at(6, 19, 1))
        assert "It is time." in h.read()


async def test_a_deleted_channel_is_said_and_another_one_takes_its_place() -> None:
    async with house() as h:
        await weekly(h)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        office = h.guild.create_text_channel("office")
        parlour = h.guild.create_text_channel("parlour")
        h.env.backend.delete_channel(h.lobby.id)
        await h.env.settle()
        assert "Its channel was deleted" in await h.slash(h.admin, "schedule list", at=office)
        await h.slash(h.admin, "schedule edit", at=office)
        card = h.last.response
        await fill_in(
            h, card, "People and place", place=[parlour], people=[h.fay], role=[], seats="4", least="3"
        )
        await h.press(h.admin, "Save the changes", card)
        await h.wait(3)
        assert "2 of 4 seats are taken." in h.read(place=parlour)
        await until(h, at(6, 19, 1))
        assert "It is time." in h.read(place=parlour.threads[-1])


async def test_a_facilitator_who_left_the_server_ends_nothing() -> None:
    async with house() as h:
        await weekly(h)
        for who in (h.co, *h.members[:2]):
            await h.press(who, "Save me a seat")
        h.guild.remove_member(h.fay)
        await h.env.settle()
        await until(h, at(6, 19, 4))
        assert "Would one of you begin?" in h.read() or "Begin whenever you are ready." in h.read()
        await h.press(h.co, "Begin")
        await h.wait(2)
        assert "## Opening" in h.read()


async def test_the_panel_of_a_date_to_come_calls_it_off_and_nothing_else() -> None:
    async with house() as h:
        await weekly(h)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        panel = await h.slash(h.fay, "circle panel")
        assert "[Call off this date]" in panel
        assert "[End]" not in panel
        await h.press(h.fay, "Call off this date", h.last.response)
        await h.press(h.fay, "Call it off", h.last.response)
        await h.wait(125)
        assert "does not take place" in h.private(ann)
        await until(h, at(7, 20))
        assert "It begins <t:1768330800:F>" in h.read(place=h.lobby), "the next week stays"
