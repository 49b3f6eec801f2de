"""Faults that a real server would meet with schedules: each of these went wrong once."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from unittest.mock import patch

from sqlalchemy import update

from bot.ids import GuildXid
from bot.store.tables import schedule
from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, direct, draft, events, fill_in, until

SPLITTING = {
    "format": ["story-circle"],
    "theme": ["general"],
    "choices": ["splits", "has_event"],
    "reminders": ["3600"],
    "horizon": "7",
}


async def weekly(h: House, **options: object) -> None:
    """Ada lets a circle meet every Tuesday at 19:00 UTC from 6 January 2026 on."""
    await h.press(h.admin, "Create it", await draft(h, **{"capacity": 4, **options}))
    await h.wait(3)


async def test_everyone_of_a_second_circle_has_a_seat_also_where_the_one_had_fewer() -> None:
    async with house() as h:
        card = await draft(h, capacity=3)
        chosen = {**SPLITTING, "choices": ["splits", "has_event", "sends_prompt"]}
        await fill_in(h, card, "How it goes", **chosen)
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        for who in (h.co, *h.members):
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 52))
        found = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        halves = [m.state for m in found if m.state.appointment and m.state.appointment.is_half]
        assert sorted(len(state.seated) for state in halves) == [5, 6]
        assert not any(state.waiting_list for state in halves)
        assert halves[0].prompts == halves[1].prompts != (), "the question that was sent ahead to all of them"
        rooms = [set(thread._channel.thread_members) for thread in h.lobby.threads]
        assert all({who.id} <= rooms[0] | rooms[1] for who in (h.fay, h.co, *h.members))


async def test_a_facilitator_can_remove_somebody_who_waits() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        for who in h.members[:4]:
            await h.press(who, "Save me a seat")
        cat = h.members[2]
        assert "from the thread" not in await h.slash(h.fay, "circle remove", member=cat), (
            "there is no room yet"
        )
        await h.press(h.fay, "Take them out", h.last.response)
        await h.press(h.members[0], "Give up my seat")
        await h.wait(3)
        assert "has become free" not in h.private(cat)
        assert "has become free" in h.private(h.members[3])
        assert "You have a seat" not in await h.press(cat, "Save me a seat")


def begins(h: House, instant: datetime) -> int:
    """How many invitations in the lobby say that a circle begins at that instant."""
    return h.read(place=h.lobby).count(f"It begins <t:{int(instant.timestamp())}:F>")


async def edit(h: House, button: str, **fields: object) -> None:
    """Ada changes the schedule with one modal, and saves."""
    await h.slash(h.admin, "schedule edit")
    card = h.last.response
    await fill_in(h, card, button, **fields)
    await h.press(h.admin, "Save the changes", card)
    await h.wait(3)


async def test_a_date_that_is_moved_ahead_is_announced_in_time_for_where_it_is_now() -> None:
    async with house() as h:
        await until(h, at(1, 12))
        await weekly(h)
        # Announced seven days ahead, it would have been announced two days after it was over.
        await h.slash(h.admin, "schedule move", date="2026-01-27", when="2026-01-18 19:00")
        await until(h, at(11, 18))
        assert begins(h, at(18, 19)) == 0
        await until(h, at(11, 20))
        assert begins(h, at(18, 19)) == 1
        await until(h, at(21, 20))
        assert begins(h, at(18, 19)) + begins(h, at(27, 19)) <= 1, "and not a second time"


async def test_what_the_panel_calls_off_is_not_announced_again_by_an_edit() -> None:
    async with house() as h:
        await weekly(h)
        await h.slash(h.fay, "circle end")
        await h.press(h.fay, "Call it off", h.last.response)
        await h.wait(2 * 3600)
        assert begins(h, at(6, 19)) == 0
        await edit(h, "People and place", place=[h.lobby], people=[h.fay], role=[], seats="5", least="3")
        assert begins(h, at(6, 19)) == 0
        await edit(h, "Change the time", when="2026-01-06 20:00", repeat="weekly", zone="UTC")
        assert begins(h, at(6, 20)) == 0


async def test_skipped_and_moved_dates_stay_so_when_the_hour_changes_and_changes_back() -> None:
    async with house() as h:
        await until(h, at(9, 12))
        await weekly(h, when="2026-01-13 19:00")
        await h.slash(h.admin, "schedule skip", date="2026-01-13", reason="Public holiday")
        await until(h, at(14, 12))
        await h.slash(h.admin, "schedule move", date="2026-01-20", when="2026-01-21 18:00")
        await h.slash(h.admin, "schedule skip", date="2026-01-27")
        await h.wait(3)
        for hour in (20, 19):
            await edit(h, "Change the time", when=f"2026-01-20 {hour}:00", repeat="weekly", zone="UTC")
            assert begins(h, at(21, 18)) == 1
            assert begins(h, at(20, hour)) == 0
        await until(h, at(21, 12))
        await edit(h, "Change the time", when="2026-02-03 20:00", repeat="weekly", zone="UTC")
        assert begins(h, at(21, 18)) == 1, "what was moved to tonight takes place"
        await until(h, at(25, 12))
        assert begins(h, at(27, 19)) + begins(h, at(27, 20)) == 0, "what was skipped stays skipped"


async def test_what_is_announced_follows_what_was_chosen_to_be_shown() -> None:
    async with house() as h:
        card = await draft(h, capacity=4)
        shown = {**SPLITTING, "choices": ["shows_names", "has_event"]}
        await fill_in(h, card, "How it goes", **shown)
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        await h.wait(3)
        assert f"<@{ann.id}>" in h.read(place=h.lobby)
        await edit(h, "How it goes", **{**shown, "choices": ["begins_alone"]})
        assert f"<@{ann.id}>" not in h.read(place=h.lobby)
        assert [status for _, status in events(h)] == ["4"], "the server's event is called off"
        await until(h, at(6, 17))
        assert h.private(ann).count("Your seat is kept.") == 0
        await until(h, at(6, 18, 6))
        assert h.private(ann).count("Your seat is kept.") == 1


async def test_resuming_elsewhere_opens_no_room_for_a_date_to_come() -> None:
    async with house() as h:
        await weekly(h)
        await h.press(h.members[0], "Save me a seat")
        office = h.guild.create_text_channel("office")
        await h.slash(h.members[0], "circle resume", at=office)
        await h.wait(3)
        assert not office.threads
        assert begins(h, at(6, 19)) == 1


async def test_a_second_press_on_a_draft_that_is_saved_changes_nothing() -> None:
    async with house() as h:
        card = await draft(h, capacity=4)
        seen = SimpleNamespace(channel=h.lobby, id=card.id)
        answers = await h.press_at_once([h.admin, h.admin], "Create it", seen)
        await h.wait(3)
        assert begins(h, at(6, 19)) == 1
        assert "is saved" in answers[1]
        assert "[Change the time]" not in answers[1], "it is no draft any more"


async def test_a_schedule_is_deleted_only_from_its_own_server() -> None:
    async with house() as h:
        await weekly(h)
        await h.slash(h.admin, "schedule delete")
        elsewhere = h.guild.id + 1
        await h.sim.bot.desks.transactions.store.write(
            lambda db: db.execute(update(schedule).values(guild_xid=elsewhere)).rowcount
        )
        assert "This schedule is gone" in await h.press(h.admin, "Delete for good", h.last.response)
        assert len(await h.sim.bot.desks.schedule.of_guild(GuildXid(elsewhere))) == 1


async def test_of_several_dates_to_come_the_panel_shows_the_next_one() -> None:
    async with house() as h:
        await until(h, at(1, 20))
        await weekly(h, repeat="weekly on Tue and Thu")
        assert begins(h, at(6, 19)) == begins(h, at(8, 19)) == 1
        assert "<t:1767726000:F>" in await h.slash(h.fay, "circle panel")
        assert "<t:1767726000:F>" in await h.slash(h.fay, "circle end")
        assert begins(h, at(6, 19)) == 1, "it asks once more before a date is called off"
        await h.slash(h.admin, "schedule skip", date="2026-01-06")
        assert "<t:1767898800:F>" in await h.slash(h.fay, "circle panel"), "what is called off is not meant"


async def test_a_schedule_that_is_deleted_while_it_is_looked_up_gets_a_sentence() -> None:
    async with house() as h:
        await weekly(h)
        timetable = h.sim.bot.desks.schedule
        found = await timetable.named(GuildXid(h.guild.id))
        await timetable.delete(found[0].id, "")

        async def a_moment_ago(_: int) -> object:
            return found

        with patch.object(type(timetable), "named", lambda _, guild_xid: a_moment_ago(guild_xid)):
            for command in ("edit", "pause", "resume"):
                assert "This schedule is gone" in await h.slash(h.admin, f"schedule {command}")


async def test_a_facilitator_who_answers_by_direct_message_is_still_one() -> None:
    async with house() as h:
        await weekly(h, capacity=3, facilitator=None)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat, h.co):
            await h.press(who, "Save me a seat")
        await h.press(ann, "Give up my seat")
        await h.wait(4 * 3600)
        gone_on = [m for m in direct(h, h.co) if "[Save me a seat]" in words(m)]
        await h.press(ben, "Give up my seat")
        await h.wait(5)
        await h.press(h.co, "Save me a seat", gone_on[-1])
        (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        assert session.state.facilitator is not None


async def test_two_weeks_of_a_circle_are_told_apart_while_somebody_types() -> None:
    async with house() as h:
        await weekly(h)
        await until(h, at(1, 1))
        await h.slash(h.admin, "schedule edit")
        card = h.last.response
        await fill_in(
            h,
            card,
            "How it goes",
            format=["story-circle"],
            theme=["general"],
            choices=["has_event"],
            reminders=["3600"],
            horizon="14",
        )
        await h.press(h.admin, "Save the changes", card)
        await h.wait(3)
        offered = await h.members[0].autocomplete(h.lobby, "circle join", "session", "")
        names = [choice.name if hasattr(choice, "name") else choice["name"] for choice in offered]
        assert len(set(names)) == len(names) == 2
        assert "Tuesday circle · Tuesday, 6 January 2026, 19:00" in names
