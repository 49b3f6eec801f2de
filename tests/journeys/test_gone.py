"""People who have left the server before their circle began: their seat is somebody else's."""

from __future__ import annotations

from datetime import timedelta

from bot.ids import GuildXid
from tests.journeys.house import house, words
from tests.journeys.test_schedule import weekly
from tests.journeys.weekly import at, direct, draft, fill_in, until


async def test_whoever_left_the_server_before_the_date_gives_their_seat_to_whoever_waits() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        h.env.backend.remove_member(h.guild.id, ann.id)
        await h.wait(60)
        assert "has become free" not in h.private(cat), "nothing announces it"
        await until(h, at(5, 21, 5))
        assert "has become free" in h.private(cat), "noticed with the reminder of the day before"
        assert "You have a seat." in await h.press(cat, "Save me a seat", direct(h, cat)[-1])
        (session,) = [m for m in await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) if m.state.seated]
        _, people = await h.sim.bot.desks.circle.with_people(session.id)
        assert ann.id not in people.values()


async def test_whoever_left_the_server_after_the_reminders_is_noticed_when_the_doors_open() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 15))
        h.env.backend.remove_member(h.guild.id, ann.id)
        await until(h, at(6, 19) - timedelta(minutes=8))
        assert "has become free" in h.private(cat)
        (session,) = [m for m in await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) if m.room_xid]
        _, people = await h.sim.bot.desks.circle.with_people(session.id)
        assert ann.id not in people.values()


async def test_whoever_left_the_server_takes_no_seat_from_an_old_direct_message() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        await h.press(ann, "Give up my seat")
        await h.wait(2)
        kept = direct(h, cat)[-1]
        h.env.backend.remove_member(h.guild.id, cat.id)
        assert "for people of its server" in await h.press(cat, "Save me a seat", kept)


async def test_no_circle_is_handed_over_to_a_bot() -> None:
    async with house() as h:
        await h.begin(3)
        helper = h.guild.add_member(h.env.create_user("helper", bot=True))
        assert "The seats of a circle are for people." in await h.slash(
            h.fay, "circle handover", at=h.room, member=helper
        )
        assert "has no seat" in await h.slash(h.fay, "circle remove", at=h.room, member=helper)


async def test_whoever_may_only_read_has_a_seat_at_a_date_after_that_and_none_before() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
        await h.press(ann, "Give up my seat")
        await h.wait(2)
        kept = direct(h, cat)[-1]
        muted = h.env.backend.get_guild(h.guild.id).members[cat.id]
        muted.timed_out_until = at(6, 19, 30).isoformat()
        assert "Discord lets you only read here until" in await h.press(cat, "Save me a seat", kept)
        muted.timed_out_until = at(6, 18, 30).isoformat()
        assert "You have a seat." in await h.press(cat, "Save me a seat", kept)


async def test_a_role_that_is_gone_is_said_to_who_asks_for_a_seat_and_to_who_can_choose_another() -> None:
    async with house() as h:
        role = h.guild.create_role("Parents")
        ann = h.members[0]
        card = await draft(h, capacity=4)
        await fill_in(
            h, card, "People and place", place=[h.lobby], people=[h.fay], role=[role], seats="4", least="3"
        )
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        assert "for people with the role" in await h.press(ann, "Save me a seat")
        h.env.backend.delete_role(h.guild.id, role.id)
        await h.env.settle()
        assert "The role for this circle was deleted" in await h.press(ann, "Save me a seat")
        assert "so nobody can take a seat" in await h.slash(h.admin, "schedule edit")
        shown = await fill_in(
            h,
            h.last.response,
            "People and place",
            place=[h.lobby],
            people=[h.fay],
            role=[],
            seats="4",
            least="3",
        )
        assert "The role for this circle was deleted" not in shown


async def test_no_bot_facilitates_in_turn() -> None:
    async with house() as h:
        helper = h.guild.add_member(h.env.create_user("helper", bot=True))
        await draft(h, facilitator=helper)
        assert "The seats of a circle are for people." in words(h.last.response)
