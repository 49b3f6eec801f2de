"""The bot was taken out of a server and invited again: what the people who run it read, and do."""

from __future__ import annotations

from bot.ids import GuildXid
from tests.journeys.house import House, house
from tests.journeys.weekly import at, draft, until

RESTS = "It rests: I was taken out of this server for a while. /schedule resume lets it go on."
WAITS = "I was taken out of it for a while."


async def _taken_out_and_invited_again(h: House) -> None:
    absence = h.sim.bot.desks.absence
    await absence.begin(GuildXid(h.guild.id), removed=True)
    await h.wait(3600)
    assert await absence.end(GuildXid(h.guild.id))


async def test_schedules_wait_for_an_admin_who_is_told_once_and_lets_them_go_on() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h, capacity=4))
        await until(h, at(1, 1))
        await _taken_out_and_invited_again(h)
        assert WAITS not in await h.slash(h.fay, "circle upcoming"), "only for those who run the server"
        assert WAITS in await h.slash(h.admin, "circle upcoming")
        assert WAITS not in await h.slash(h.admin, "circle upcoming"), "once a day"
        assert RESTS in await h.slash(h.admin, "schedule list")
        await until(h, at(9, 12))
        assert "<t:1768330800:F>" not in h.read(place=h.lobby), "nothing new is announced meanwhile"
        assert "goes on with its next date" in await h.slash(h.admin, "schedule resume")
        await h.wait(3)
        assert RESTS not in await h.slash(h.admin, "schedule list")
        assert "<t:1768330800:F>" in h.read(place=h.lobby)


async def test_a_restart_takes_no_server_for_gone() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h, capacity=4))
        await h.sim.restart()
        await h.wait(60)
        assert not await h.sim.bot.desks.absence.waits_for_admin(GuildXid(h.guild.id))
        assert RESTS not in await h.slash(h.admin, "schedule list")
