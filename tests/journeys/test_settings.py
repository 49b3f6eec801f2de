"""What an admin sees and sets for their server, and what becomes of wrong input."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from bot.ids import ChannelXid, GuildXid
from bot.services.settings.servers import ServerOptions
from tests.journeys.hopeful import choose_hope, forbid, submit
from tests.journeys.house import House, house


async def _options(h: House) -> ServerOptions:
    return (await h.sim.bot.desks.settings.server(GuildXid(h.guild.id))).options


async def test_an_admin_sees_every_option_in_words_and_sets_each() -> None:
    async with house() as h:
        shown = await h.slash(h.admin, "settings show")
        assert "None is set, so no spark of hope is posted." in shown
        assert "are in UTC." in shown
        assert "announced 7 days ahead." in shown
        assert "[" not in shown, "seeing has no buttons"
        hope = h.guild.create_text_channel("hope")
        assert f"Sparks of hope are posted in {hope.mention}." in await choose_hope(h, hope)
        await h.slash(h.admin, "settings setup")
        await h.press(h.admin, "Time zone", h.last.response)
        assert "are in Europe/Berlin." in await submit(h, h.admin, sc__setzone__name=" europe/berlin ")
        await h.slash(h.admin, "settings setup")
        await h.press(h.admin, "Calendar", h.last.response)
        assert "announced 1 day ahead." in await submit(h, h.admin, sc__setdays__days="1")
        assert await _options(h) == ServerOptions("Europe/Berlin", ChannelXid(hope.id), 1)


async def test_the_hope_channel_can_be_taken_away_again() -> None:
    async with house() as h:
        await choose_hope(h, h.guild.create_text_channel("hope"))
        assert "None is set" in await choose_hope(h, None)


@pytest.mark.parametrize("command", ["settings show", "settings setup"])
async def test_others_are_told_who_can(command: str) -> None:
    async with house() as h:
        for who in (h.fay, h.members[0]):
            assert "Only the people who run this server" in await h.slash(who, command)


@pytest.mark.parametrize(
    ("typed", "suggested"), [("Europe/Berlln", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("xqzw", None)]
)
async def test_an_unknown_time_zone_changes_nothing(typed: str, suggested: str | None) -> None:
    async with house() as h:
        await h.slash(h.admin, "settings setup")
        await h.press(h.admin, "Time zone", h.last.response)
        answer = await submit(h, h.admin, sc__setzone__name=typed)
        assert f"I do not know the time zone {typed}." in answer
        assert "Nothing has changed." in answer
        assert (f"`{suggested}`" in answer) if suggested else ("Did you mean" not in answer)
        assert await _options(h) == ServerOptions()


@pytest.mark.parametrize("typed", ["0", "29", "-1", "seven", "7.5", "٣", "99999999"])
async def test_a_horizon_that_is_none_changes_nothing(typed: str) -> None:
    async with house() as h:
        await h.slash(h.admin, "settings setup")
        await h.press(h.admin, "Calendar", h.last.response)
        answer = await submit(h, h.admin, sc__setdays__days=typed)
        assert "Please give a whole number from 1 to 28. Nothing has changed." in answer
        assert await _options(h) == ServerOptions()


async def test_of_two_admins_at_once_the_second_is_told_and_sees_how_it_is() -> None:
    async with house() as h:
        other: MemberActor = h._person("Omar", [h.guild.roles["Admins"]])
        await h.slash(h.admin, "settings setup")
        mine = h.last.response
        await h.slash(other, "settings setup")
        theirs = h.last.response
        await h.press(h.admin, "Time zone", mine)
        first = h.last
        await h.press(other, "Time zone", theirs)
        second = h.last
        await h.admin.submit_modal(first, {"sc:setzone:name": "Europe/Rome"})
        answer = h._answer(await other.submit_modal(second, {"sc:setzone:name": "Asia/Tokyo"}))
        assert "Someone else changed these settings meanwhile" in answer
        assert "are in Europe/Rome." in answer
        assert (await _options(h)).zone == "Europe/Rome"
        # The card is up to date now, so the next change counts.
        again = next(m for m in reversed(h.sees(other, h.lobby)) if "meanwhile" in str(m.components))
        await h.press(other, "Time zone", again)
        assert "are in Asia/Tokyo." in await submit(h, other, sc__setzone__name="Asia/Tokyo")


async def test_what_the_hope_channel_lacks_is_said() -> None:
    async with house() as h:
        hope = h.guild.create_text_channel("hope")
        await choose_hope(h, hope)
        forbid(h, hope, send_messages=True)
        assert "I lack this permission there: **Send Messages**." in await h.slash(h.admin, "settings show")
        h.env.backend.delete_channel(hope.id)
        await h.env.settle(idle=0.001)
        assert "It was deleted, or I cannot see it" in await h.slash(h.admin, "settings show")


async def test_settings_survive_a_restart() -> None:
    async with house() as h:
        hope = h.guild.create_text_channel("hope")
        await choose_hope(h, hope)
        await h.sim.restart()
        assert f"posted in {hope.mention}." in await h.slash(h.admin, "settings show")
