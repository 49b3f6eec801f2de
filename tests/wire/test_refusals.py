"""When Discord says no, nothing of the moment is lost: it is mended, or told once and waited for."""

from __future__ import annotations

import asyncio
import logging
import re

import discord
import pytest

from bot.circle import commands as c
from bot.ids import GuildXid, MemberXid, SessionId
from tests.strict.faults import Call
from tests.wire.line import ANN, BEN, FAY, Line, until
from tests.wire.stub import EVERYTHING, Fault, buttons, refused, words
from tests.wire.test_by_hand import in_a_round, stands_still, the_meeting
from tests.wire.test_trouble import open_and_then, whispers

POSTS = r"/channels/\d+/messages"
FOR_EVER = 10**6


def invalid(field: str, message: str) -> Fault:
    """50035, as Discord gives it: a path, and what it did not like."""
    errors = {"components": {"0": {field: {"_errors": [{"code": "BASE", "message": message}]}}}}
    return Fault(400, {"code": 50035, "message": "Invalid Form Body", "errors": errors})


# No room


async def test_a_server_with_too_many_threads_is_told_of_and_waited_for(wire: Line) -> None:
    server = wire.stub.world.servers[wire.guild]
    server.most_active_threads = 0
    await open_and_then(wire)
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "as many open threads as Discord allows" in whispers(wire)[0]
    await stands_still(wire)
    refusal = await wire.slash(FAY, "circle start", wire.lobby)
    assert "cannot begin yet" in words(refusal[0]["data"])

    server.most_active_threads = 1000
    await wire.settled(wire.lobby)
    await stands_still(wire, still=False)
    assert len(whispers(wire)) == 1


async def test_a_circle_does_not_begin_without_its_room(wire: Line) -> None:
    """Not even when nobody knows yet that something is in the way."""
    wire.stub.fail(Fault(gate=asyncio.Event()), "POST", r"/channels/\d+/threads")
    await wire.open()
    for person in (ANN, BEN):
        await wire.bot.desks.circle.act(SessionId(1), MemberXid(person), c.Join())
    refusal = await wire.slash(FAY, "circle start", wire.lobby)
    assert "cannot begin yet" in words(refusal[0]["data"])
    assert (await the_meeting(wire)).state.started_at is None


async def test_a_name_that_discord_does_not_take_is_changed_for_another(wire: Line) -> None:
    fault = wire.stub.fail(refused(400, 20031, "not allowed"), "POST", r"/channels/\d+/threads")
    await wire.open()
    await wire.settled(wire.lobby)
    first, second = (call.body["name"] for call in wire.stub.tried("POST", r"/channels/\d+/threads"))
    assert fault.hits == 1
    assert first != second
    assert not whispers(wire)


# A card that cannot be shown


@pytest.mark.parametrize("code", [50083, 160005, 20016])
async def test_a_closed_thread_is_opened_and_the_card_comes(wire: Line, code: int) -> None:
    """Also when no word of its closing came."""
    room = await in_a_round(wire)
    wire.stub.fail(refused(400, code), "(POST|PATCH)", rf"/channels/{room}/messages.*")
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    assert wire.stub.tried("PATCH", f"/channels/{room}")
    assert not whispers(wire)


async def test_a_card_that_is_not_valid_is_shown_with_less_on_it(
    wire: Line, caplog: pytest.LogCaptureFixture
) -> None:
    room = await in_a_round(wire)
    wire.stub.fail(invalid("content", "not in so many words"), "POST", f"/channels/{room}/messages")
    caplog.set_level(logging.DEBUG)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    card = await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    assert {"Receive", "Not yet", "Pass"} <= set(buttons(card))
    assert not [part for part in card["components"] if part["type"] == 17], "no frame, no question"
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "a simpler one" in whispers(wire)[0]
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert any("components.0.content" in line for line in told)
    assert not any("so many words" in line for line in told)
    await wire.press(ANN, wire.newest(room, "Receive"), "Receive")
    assert "I'm done" in buttons(wire.newest(room, "I'm done"))
    assert not (await the_meeting(wire)).state.holds


async def test_a_card_that_can_be_shown_in_no_way_holds_the_circle(wire: Line) -> None:
    room = await in_a_round(wire)
    fault = wire.stub.fail(invalid("id", "bad"), "POST", f"/channels/{room}/messages", times=FOR_EVER)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "Something went wrong on my side" in whispers(wire)[0]
    await stands_still(wire)
    turn = (await the_meeting(wire)).state.turn
    await until(lambda: fault.hits >= 6, "it is tried again")
    assert (await the_meeting(wire)).state.turn == turn
    wire.stub.heal()
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await stands_still(wire, still=False)
    assert len(whispers(wire)) == 1


@pytest.mark.parametrize("retry_after_s", [None, 3000.0])
async def test_a_card_that_is_too_old_to_be_changed_gives_way_to_a_fresh_one(
    wire: Line, retry_after_s: float | None
) -> None:
    """Discord says so with a wait that is too long for anybody, or without one."""
    room = await in_a_round(wire)
    body = {
        "code": 30046,
        "message": "Maximum number of edits",
        "retry_after": retry_after_s,
        "global": False,
    }
    fault = Fault(429, body, {"Via": "1.1 google"}) if retry_after_s else refused(429, 30046)
    wire.stub.fail(fault, "PATCH", rf"/channels/{room}/messages/\d+", times=FOR_EVER)
    await wire.slash(FAY, "circle pause", room)
    await wire.card(room, "The piece stays with")
    await wire.quiet()
    shown = [m for m in wire.stub.posted(room) if "The piece stays with" in words(m)]
    assert len(shown) == 1
    assert len([m for m in wire.stub.posted(room) if words(m).startswith("## Check-in")]) <= 2


async def test_what_is_not_of_the_moment_is_given_up_quietly(wire: Line) -> None:
    """The card of a turn that is over stays as it is; the piece goes on."""
    room = await in_a_round(wire)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    old = wire.newest(room, "I'm done")
    wire.stub.fail(refused(400, 50006), "PATCH", f"/channels/{room}/messages/{old['id']}", times=FOR_EVER)
    wire.stub.fail(Fault(cut="reset"), "POST", r"/interactions/.*", times=FOR_EVER)
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), c.Done(seen=None))
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    assert not whispers(wire)
    assert not (await the_meeting(wire)).state.holds


# Standing still


async def test_what_is_refused_is_not_hammered(wire: Line) -> None:
    room = await in_a_round(wire)
    fault = wire.stub.fail(refused(403, 50013), "POST", f"/channels/{room}/messages", times=FOR_EVER)
    began = wire.clock.utcnow()
    await wire.slash(FAY, "circle pause", room)
    await until(lambda: (wire.clock.utcnow() - began).total_seconds() > 170)
    assert fault.hits <= 8, "5, 10, 20, 40, 80 seconds apart"
    assert len(whispers(wire)) == 1


async def test_somebody_who_does_something_wakes_what_stands_still(wire: Line) -> None:
    """No event tells when Discord changes its mind, but somebody who is there may see it."""
    room = await in_a_round(wire)
    fault = wire.stub.fail(refused(400, 99999), "POST", f"/channels/{room}/messages", times=FOR_EVER)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await until(lambda: fault.hits >= 4, "forty seconds until the next attempt")
    wire.stub.heal()
    began = wire.clock.utcnow()
    await wire.slash(BEN, "circle upcoming", wire.lobby)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    assert (wire.clock.utcnow() - began).total_seconds() < 15
    await stands_still(wire, still=False)


async def test_standing_still_survives_a_restart(wire: Line) -> None:
    room = await in_a_round(wire)
    wire.stub.fail(refused(403, 50013), "POST", f"/channels/{room}/messages", times=FOR_EVER)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await stands_still(wire)
    turn = (await the_meeting(wire)).state.turn
    await wire.kill()
    wire.stub.heal()
    await wire.start()
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await stands_still(wire, still=False)
    assert (await the_meeting(wire)).state.turn == turn


async def test_an_outage_holds_the_circle_and_lets_it_go_on(wire: Line) -> None:
    room = await in_a_round(wire)
    wire.stub.fail(refused(503), "(POST|PATCH)", r"/channels/.*", times=FOR_EVER)
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), c.Receive(seen=None))
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), c.Done(seen=None))
    await stands_still(wire)
    turn = (await the_meeting(wire)).state.turn
    wire.stub.heal()
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await stands_still(wire, still=False)
    assert (await the_meeting(wire)).state.turn == turn


# Who is told


async def test_who_cannot_be_told_in_private_is_told_where_the_invitation_is(wire: Line) -> None:
    room = await in_a_round(wire)
    await wire.stop()
    await wire.start()
    wire.stub.world.closed_direct.add(FAY)
    await wire.stub.world.grant(
        wire.guild,
        discord.Permissions(EVERYTHING.value & ~discord.Permissions(send_messages_in_threads=True).value),
    )
    told = await wire.card(wire.lobby, "**Send Messages in Threads**")
    assert "<@" not in words(told)
    await stands_still(wire)
    assert len([m for m in wire.stub.posted(wire.lobby) if "Send Messages in Threads" in words(m)]) == 1
    assert room in wire.stub.threads(wire.lobby)


async def test_where_nothing_can_be_said_the_next_one_who_presses_is_told(wire: Line) -> None:
    room = await in_a_round(wire)
    await wire.stop()
    await wire.start()
    wire.stub.world.closed_direct.add(FAY)
    await wire.stub.world.grant(wire.guild, discord.Permissions(view_channel=True))
    await stands_still(wire)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await until(lambda: whispers(wire), "whoever pressed is told")
    assert "Send Messages" in whispers(wire)[-1]


# The end


async def test_a_room_that_cannot_be_deleted_is_closed_and_says_so(wire: Line) -> None:
    """The server asks its moderators for two factors, which the owner of the bot has not."""
    room = await in_a_round(wire)
    wire.stub.world.require_two_factor(wire.guild)
    began = wire.clock.utcnow()
    await wire.slash(FAY, "circle end", room)
    meta = wire.stub.world.channels[room]["thread_metadata"]
    await until(lambda: meta["archived"], "it is archived")
    shown = [words(message) for message in wire.stub.posted(room)]
    assert sum("I could not delete this room" in text for text in shown) == 2, "the last card, and once aloud"
    assert not any("is deleted" in text for text in shown), "no promise is left standing"
    await until(lambda: (wire.clock.utcnow() - began).total_seconds() > 250)
    assert len(wire.stub.tried("DELETE", f"/channels/{room}")) <= 4

    wire.stub.world.owner_has_two_factor = True
    await wire.stub.world.grant(wire.guild, EVERYTHING)
    await until(lambda: room not in wire.stub.world.channels, "it is deleted after all")
    assert not (await wire.bot.desks.circle.open_in(GuildXid(wire.guild)))


async def test_a_room_is_locked_where_that_is_allowed(wire: Line) -> None:
    room = await in_a_round(wire)
    wire.stub.fail(refused(403, 50013), "DELETE", f"/channels/{room}", times=FOR_EVER)
    await wire.slash(FAY, "circle end", room)
    meta = wire.stub.world.channels[room]["thread_metadata"]
    await until(lambda: meta["archived"] and meta["locked"], "it is archived and locked")


async def test_what_is_over_is_not_remembered_as_in_the_way(wire: Line) -> None:
    room = await in_a_round(wire)
    wire.stub.fail(refused(403, 50013), "POST", f"/channels/{room}/messages", times=FOR_EVER)
    await wire.slash(FAY, "circle pause", room)
    await stands_still(wire)
    wire.stub.heal()
    await wire.stub.world.grant(wire.guild, discord.Permissions(EVERYTHING.value | 1 << 13))
    await stands_still(wire, still=False)
    before = len(wire.stub.calls)
    await wire.slash(BEN, "circle upcoming", wire.lobby)
    await wire.quiet()
    calls = [call for call in wire.stub.calls[before:] if not _redraws_a_panel(call)]
    assert all(call.path.startswith("/interactions") for call in calls)


def _redraws_a_panel(call: Call) -> bool:
    """Whoever holds the circle has a panel open, which says a moment later that it goes on."""
    return (
        call.method == "PATCH"
        and re.fullmatch(r"/webhooks/\d+/[^/]+/messages/@original", call.path) is not None
    )


async def test_a_card_that_gave_way_to_a_fresh_one_does_not_come_back(wire: Line) -> None:
    """Discord tells of that deletion too, and the bot is not to take it for somebody's wish."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    fault = wire.stub.fail(refused(429, 30046), "PATCH", rf"/channels/{room}/messages/\d+", times=1000)
    await wire.slash(FAY, "circle pause", room)
    await until(lambda: wire.stub.tried("DELETE", rf"/channels/{room}/messages/\d+"), "it gave way")
    await wire.quiet()
    hits = fault.hits
    await asyncio.sleep(0.5)  # fifty seconds of the bot's time
    assert fault.hits == hits
    assert len(wire.stub.tried("DELETE", rf"/channels/{room}/messages/\d+")) == 1
