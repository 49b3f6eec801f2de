"""What the admins of a server set in Discord, step by step, what holds then, and what becomes of wrong input."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.actors import MemberActor

from bot.ids import ChannelXid, GuildXid, RoleXid
from bot.services.rooms.kinds import RoomKind
from bot.services.settings.servers import AtEnd, ServerOptions
from tests.journeys.hopeful import choose_hope, forbid, submit
from tests.journeys.house import House, house, words

TITLES = (
    "Who may hold circles",
    "Who may change these settings",
    "Language",
    "Time zone",
    "Format",
    "The question about feelings",
    "The room of a circle",
    "The room after a circle",
    "Hope channel",
    "Calendar",
    "Proof of attendance",
    "Agreements",
    "Greeters",
    "What is still missing",
)


async def _options(h: House) -> ServerOptions:
    return (await h.sim.bot.desks.settings.server(GuildXid(h.guild.id))).options


def _card(h: House, who: MemberActor | None = None) -> Any:
    """The newest private card in the lobby, as it is now."""
    return next(m for m in reversed(h.sees(who or h.admin, h.lobby)) if m.flags.ephemeral)


async def _at(h: House, title: str) -> str:
    """Ada opens the setup at one step."""
    await h.slash(h.admin, "settings show")
    await _choose(h, "Change one of these", [str(TITLES.index(title) + 1)])
    return words(_card(h))


async def _choose(h: House, placeholder: str, values: list[Any], who: MemberActor | None = None) -> str:
    """Choose in the menu with those words. Returns the card as it is then."""
    card = _card(h, who)
    menus = [part for part in _parts(card) if part.get("placeholder") == placeholder]
    result = await (who or h.admin).select(card, values, custom_id=menus[0]["custom_id"])
    return h._answer(result) + words(_card(h, who))


def _parts(message: Any) -> list[dict[str, Any]]:
    def walk(node: dict[str, Any]) -> Any:
        yield node
        for child in node.get("components", ()):
            yield from walk(child)

    return [part for component in message.components for part in walk(component.to_dict())]


async def test_the_setup_walks_through_every_step_and_says_what_is_missing() -> None:
    async with house() as h:
        seen = [await h.slash(h.admin, "settings setup")]
        assert "[Back]" not in seen[0]
        while "Step " in words(_card(h)):
            await h.press(h.admin, "Skip", _card(h))
            seen.append(words(_card(h)))
        assert [text.split("\n")[0] for text in seen] == [f"### {title}" for title in TITLES]
        assert [f"Step {n} of 13" in text for n, text in enumerate(seen, 1)] == [True] * 13 + [False]
        assert "There is no hope channel" in seen[-1]
        assert "No places to turn to are set" in seen[-1]
        assert "I lack" not in seen[-1]
        await h.press(h.admin, "Back", _card(h))
        assert words(_card(h)).startswith("### Greeters")
        assert await _options(h) == ServerOptions(), "whoever skips changes nothing"


async def test_an_admin_chooses_everything_and_it_holds_after_a_restart_too() -> None:
    async with house() as h:
        helpers, stewards = h.guild.create_role("Helpers"), h.guild.create_role("Stewards")
        hope = h.guild.create_text_channel("hope")
        await h.slash(h.admin, "settings setup")
        shown = await _choose(h, "Choose roles", [helpers])
        assert f"one of these roles: <@&{helpers.id}>." in shown
        assert "This is saved." in shown
        await h.press(h.admin, "Next", _card(h))
        assert f"<@&{stewards.id}>" in await _choose(h, "Choose roles", [stewards])
        await h.restart()
        await h.press(h.admin, "Next", _card(h))
        assert "Everyone reads English." in await _choose(h, "Choose a language", ["en"])
        await h.press(h.admin, "Next", _card(h))
        await h.press(h.admin, "Change the time zone", _card(h))
        assert "It is Europe/Berlin now." in await submit(h, h.admin, sc__setzone__name=" europe/berlin ")
        await h.press(h.admin, "Next", _card(h))
        assert "follows **Check-in**" in await _choose(h, "Choose a format", ["check-in"])
        await h.press(h.admin, "Next", _card(h))
        assert "Everyone is asked how alone they feel" in await _choose(h, "Choose", ["yes"])
        await h.press(h.admin, "Next", _card(h))
        shown = await _choose(h, "Choose a room", ["thread"])
        assert "unless somebody chooses otherwise: **Private thread**." in shown
        await h.press(h.admin, "Next", _card(h))
        await _choose(h, "What becomes of it", ["archive"])
        assert "I delete my own messages in it then." in await _choose(h, "My messages in it", ["yes"])
        shown = await _choose(h, "When", ["30"])
        assert "The room is closed 30 minutes after the end. Those in it can still read it." in shown
        await h.press(h.admin, "Next", _card(h))
        assert f"posted in {hope.mention}." in await _choose(h, "Choose a text channel", [hope])
        await h.press(h.admin, "Next", _card(h))
        await h.press(h.admin, "Change the days", _card(h))
        assert "announced 1 day ahead." in await submit(h, h.admin, sc__setdays__days="1")
        await h.press(h.admin, "Next", _card(h))
        await h.press(h.admin, "Give slips", _card(h))
        assert "a slip of **Riverside**." in await submit(h, h.admin, sc__setslips__group="Riverside")
        await h.press(h.admin, "Next", _card(h))
        await h.press(h.admin, "Skip", _card(h))
        assert "hope channel" not in words(_card(h))
        expected = ServerOptions(
            "Europe/Berlin",
            ChannelXid(hope.id),
            1,
            (RoleXid(helpers.id),),
            (RoleXid(stewards.id),),
            "en",
            "check-in",
            True,
            AtEnd.ARCHIVE,
            30,
            room=RoomKind.PRIVATE,
            clears=True,
            slip_group="Riverside",
        )
        assert await _options(h) == expected
        await h.restart()
        shown = await h.slash(h.admin, "settings show")
        for sentence in (f"<@&{helpers.id}>", "Europe/Berlin", "**Check-in**", hope.mention, "30 minutes"):
            assert sentence in shown


async def test_roles_that_were_chosen_decide_who_may_do_what() -> None:
    async with house() as h:
        helpers, stewards = h.guild.create_role("Helpers"), h.guild.create_role("Stewards")
        gus = h.guild.add_member(h.env.create_user("gustav", global_name="Gustav"), roles=[helpers])
        sue = h.guild.add_member(h.env.create_user("sue", global_name="Sue"), roles=[stewards])
        assert "Only facilitators can open a circle" in await h.slash(gus, "circle open", name="Mine")
        assert "Only the people who run this server" in await h.slash(sue, "settings show")
        await _at(h, "Who may hold circles")
        await _choose(h, "Choose roles", [helpers])
        await _at(h, "Who may change these settings")
        await _choose(h, "Choose roles", [stewards])
        assert "[Begin]" in await h.slash(gus, "circle open", name="Mine")
        assert "Only the people who run this server" in await h.slash(gus, "settings show")
        assert "Settings of this server" in await h.slash(sue, "settings show")
        await _at(h, "Who may hold circles")
        await h.press(h.admin, "No role", _card(h))
        assert "Only facilitators can open a circle" in await h.slash(gus, "circle open", name="Other")


async def test_a_chosen_role_counts_as_long_as_it_is_chosen_also_where_discord_is_asked() -> None:
    async with house() as h:
        helpers = h.guild.create_role("Helpers")
        gus = h.guild.add_member(h.env.create_user("gustav", global_name="Gustav"), roles=[helpers])
        await _at(h, "Who may hold circles")
        await _choose(h, "Choose roles", [helpers])
        await h.open(4)
        await h.press(gus, "Save me a seat")
        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(2)
        ann = h.members[0]
        await h.press(ann, "I need support")
        asked = h.last.response
        assert "One co-facilitator knows now" in await h.press(ann, "Let a co-facilitator know", asked)
        await _at(h, "Who may hold circles")
        await h.press(h.admin, "No role", _card(h))
        answer = await h.press(ann, "Let a co-facilitator know", asked)
        assert "I could not reach a co-facilitator" in answer


async def test_everyone_may_hold_circles_if_chosen_but_not_change_the_settings() -> None:
    async with house() as h:
        everyone = h.env.backend.guilds[h.guild.id].roles[h.guild.id]
        roles = [h.guild.roles["@everyone"]] if "@everyone" in h.guild.roles else [everyone]
        await _at(h, "Who may hold circles")
        assert "these roles: everyone in this server." in await _choose(h, "Choose roles", roles)
        assert "[Begin]" in await h.slash(h.members[0], "circle open", name="Mine")
        await _at(h, "Who may change these settings")
        assert "Please choose a smaller one. Nothing has changed." in await _choose(h, "Choose roles", roles)
        assert (await _options(h)).admin_role_xids is None


async def test_a_role_that_was_deleted_falls_back_and_the_admin_is_told() -> None:
    async with house() as h:
        helpers = h.guild.create_role("Helpers")
        await _at(h, "Who may hold circles")
        await _choose(h, "Choose roles", [helpers])
        h.env.backend.delete_role(h.guild.id, helpers.id)
        await h.env.settle()
        await h.wait(1)
        assert "[Begin]" in await h.slash(h.fay, "circle open", name="By permission")
        told = await h.slash(h.admin, "circle upcoming")
        assert "a role that you chose for Story Circle was deleted" in told + words(_card(h))
        assert "1 role that was chosen here was deleted." in await h.slash(h.admin, "settings show")
        assert "A role that was chosen here was deleted. Please choose another." in words(_card(h))


async def test_the_defaults_of_a_server_are_those_of_its_circles() -> None:
    async with house() as h:
        await _at(h, "Format")
        await _choose(h, "Choose a format", ["quick-circle"])
        await _at(h, "The question about feelings")
        await _choose(h, "Choose", ["yes"])
        await _at(h, "The room after a circle")
        await _choose(h, "What becomes of it", ["archive"])
        await _choose(h, "When", ["0"])
        await h.open(3)
        (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        assert session.state.format.id == "quick-circle"
        assert session.state.format.scale
        room = h.room
        await h.slash(h.fay, "circle start")
        await h.slash(h.fay, "circle end", at=room)
        await h.wait(5)
        kept = h.env.backend.channels[room.id]
        assert kept.thread_metadata is not None
        assert kept.thread_metadata.archived, "the room is closed at once, and not deleted"


async def test_what_the_bot_lacks_is_named_as_discord_names_it() -> None:
    async with house() as h:
        backend = h.env.backend
        lost = discord.Permissions(
            create_events=True,
            manage_threads=True,
            manage_events=True,
            manage_messages=True,
            read_message_history=True,
        )
        me = backend.guilds[h.guild.id].members[backend.bot_user.id]
        for xid in (*me.role_ids, h.guild.id):
            kept = ~lost.value & ~discord.Permissions(administrator=True).value
            has = backend.guilds[h.guild.id].roles[xid].permissions
            backend.edit_role(h.guild.id, xid, {"permissions": has & kept})
        backend.edit_role(h.guild.id, h.guild.roles["Facilitators"].id, {"permissions": 0})
        await h.env.settle()
        forbid(h, h.lobby, create_private_threads=True)
        guild: Any = h.sim.bot.get_guild(h.guild.id)
        guild.mfa_level = discord.MFALevel.require_2fa
        shown = await h.slash(h.admin, "settings show")
        lacks = "**Manage Threads**, **Create Events**, **Read Message History**."
        assert f"I lack these permissions in this server: {lacks}" in shown
        assert "In this channel I also lack: **Create Private Threads**." in shown
        assert "two-factor authentication. The owner of this bot's account needs it too." in shown
        assert "No role may hold circles yet" in shown
        bot: Any = h.sim.bot.user
        bot.mfa_enabled = True
        shown = await h.slash(h.admin, "settings show")
        assert "two-factor" not in shown
        assert "Manage Messages" not in shown, "nothing is to be deleted"
        server = await h.sim.bot.desks.settings.server(GuildXid(h.guild.id))
        await h.sim.bot.desks.settings.change(GuildXid(h.guild.id), server.version, clears=True)
        shown = await h.slash(h.admin, "settings check")
        assert (
            "I lack **Manage Messages** in this server. Without it I delete my messages one by one" in shown
        )


@pytest.mark.parametrize("command", ["settings show", "settings setup"])
async def test_others_are_told_who_can(command: str) -> None:
    async with house() as h:
        for who in (h.fay, h.members[0]):
            assert "Only the people who run this server" in await h.slash(who, command)


async def test_a_step_is_for_those_who_may_at_that_press() -> None:
    async with house() as h:
        await h.slash(h.admin, "settings setup")
        card = _card(h)
        h.env.backend.get_guild(h.guild.id).members[h.admin.id].role_ids.clear()
        await h.env.settle()
        assert "Only the people who run this server" in await h.press(h.admin, "Skip", card)
        result = await h.admin.select(card, [h.guild.roles["Facilitators"]])
        assert "Only the people who run this server" in h._answer(result)
        assert await _options(h) == ServerOptions()


@pytest.mark.parametrize(
    ("typed", "suggested"), [("Europe/Berlln", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("xqzw", None)]
)
async def test_an_unknown_time_zone_changes_nothing(typed: str, suggested: str | None) -> None:
    async with house() as h:
        await _at(h, "Time zone")
        await h.press(h.admin, "Change the time zone", _card(h))
        answer = await submit(h, h.admin, sc__setzone__name=typed)
        assert f"I do not know the time zone {typed}." in answer
        assert "Nothing has changed." in answer
        assert (f"`{suggested}`" in answer) if suggested else ("Did you mean" not in answer)
        assert await _options(h) == ServerOptions()


async def test_a_horizon_that_is_none_changes_nothing() -> None:
    async with house() as h:
        await _at(h, "Calendar")
        await h.press(h.admin, "Change the days", _card(h))
        for typed in ("0", "29", "-1", "seven", "7.5", "٣", "99999999"):
            answer = await submit(h, h.admin, sc__setdays__days=typed)
            assert "Please give a whole number from 1 to 28. Nothing has changed." in answer
            await h.press(h.admin, "Try again")
        assert await _options(h) == ServerOptions()


async def test_of_two_admins_at_once_the_second_is_told_and_sees_how_it_is() -> None:
    async with house() as h:
        other: MemberActor = h._person("Omar", [h.guild.roles["Admins"]])
        await _at(h, "Format")
        await h.slash(other, "settings show")
        await _choose(h, "Change one of these", ["5"], other)
        await _choose(h, "Choose a format", ["check-in"])
        answer = await _choose(h, "Choose a format", ["quick-circle"], other)
        assert "Someone else changed these settings meanwhile" in answer
        assert "follows **Check-in**" in answer
        assert (await _options(h)).format_id == "check-in"
        # The card is up to date now, so the next choice counts.
        assert "follows **Quick circle**" in await _choose(h, "Choose a format", ["quick-circle"], other)


async def test_what_the_hope_channel_lacks_is_said_and_it_can_be_taken_away() -> None:
    async with house() as h:
        hope = h.guild.create_text_channel("hope")
        await choose_hope(h, hope)
        forbid(h, hope, send_messages=True)
        assert "I lack this permission there: **Send Messages**." in await h.slash(h.admin, "settings show")
        await _at(h, "Hope channel")
        await h.press(h.admin, "No hope channel", _card(h))
        assert "None is set" in words(_card(h))
        assert (await _options(h)).hope_xid is None
        await choose_hope(h, hope)
        h.env.backend.delete_channel(hope.id)
        await h.env.settle(idle=0.001)
        assert "It was deleted, or I cannot see it" in await h.slash(h.admin, "settings show")
