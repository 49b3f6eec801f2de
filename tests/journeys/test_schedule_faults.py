"""Faults that a real server would meet with schedules: each of these went wrong once."""

from __future__ import annotations

from tests.journeys.house import House, house
from tests.journeys.weekly import at, draft, events, fill_in, until

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
        await fill_in(h, card, "How it goes", **SPLITTING)
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        for who in (h.co, *h.members):
            await h.press(who, "Save me a seat")
        await until(h, at(6, 18, 52))
        found = await h.sim.bot.circles.open_meetings(h.guild.id)
        halves = [m.state for m in found if m.state.appointment and m.state.appointment.is_half]
        assert sorted(len(state.seated) for state in halves) == [5, 6]
        assert not any(state.waiting_list for state in halves)
        rooms = [set(thread._channel.thread_members) for thread in h.lobby.threads]
        assert all({who.id} <= rooms[0] | rooms[1] for who in (h.fay, h.co, *h.members))


async def test_a_facilitator_can_remove_somebody_who_waits() -> None:
    async with house() as h:
        await weekly(h, capacity=3)
        for who in h.members[:4]:
            await h.press(who, "Save me a seat")
        cat = h.members[2]
        await h.slash(h.fay, "circle remove", member=cat)
        await h.press(h.members[0], "Give up my seat")
        await h.wait(3)
        assert "has become free" not in h.private(cat)
        assert "has become free" in h.private(h.members[3])
        assert "You have a seat" not in await h.press(cat, "Save me a seat")
