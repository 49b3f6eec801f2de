"""What people change by hand in a server is looked at when Discord tells of it, not when the next card finds out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.circle.model import HoldReason
from bot.ids import GuildXid
from bot.services.circle.sessions import Session
from tests.wire.line import ANN, BEN, CAT, FAY, Line, line, until
from tests.wire.stub import EVERYTHING, Json, buttons, words
from tests.wire.test_trouble import whispers

NEWS = 5


async def in_a_round(wire: Line) -> int:
    """A circle in which the piece is offered, with everything delivered. Returns its room."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    return room


async def the_meeting(wire: Line) -> Session:
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    return session


async def stands_still(wire: Line, *, still: bool = True) -> None:
    """Wait until the circle stands still, or goes on."""
    await wire.eventually(
        the_meeting, lambda session: session.state.held(HoldReason.UNSEEN) is still, f"still: {still}"
    )


def room_is_open(wire: Line, room: int) -> bool:
    about = wire.stub.world.channels[room]
    meta = about["thread_metadata"]
    return not (meta["archived"] or meta["locked"] or about["rate_limit_per_user"])


CLOSED: dict[str, dict[str, Any]] = {
    "archived": {"archived": True},
    "locked": {"locked": True},
    "archived and locked": {"archived": True, "locked": True},
    "slow": {"rate_limit_per_user": 21_600},
}


@pytest.mark.parametrize("how", CLOSED)
async def test_a_room_that_is_closed_by_hand_is_opened_at_once(wire: Line, how: str) -> None:
    room = await in_a_round(wire)
    before = len(wire.stub.calls)
    await wire.stub.world.change_thread(room, **CLOSED[how])
    await until(lambda: room_is_open(wire, room), "it is open again")
    await wire.quiet()
    assert [(c.method, c.path) for c in wire.stub.calls[before:] if c.method != "GET"] == [
        ("PATCH", f"/channels/{room}")
    ]
    assert not whispers(wire), "there is nothing to tell"


@pytest.mark.parametrize("how", CLOSED)
async def test_a_room_that_was_closed_while_the_bot_was_away_is_opened(wire: Line, how: str) -> None:
    room = await in_a_round(wire)
    await wire.stop()
    await wire.stub.world.change_thread(room, **CLOSED[how])
    await wire.start()
    await until(lambda: room_is_open(wire, room), "it is open again")


async def test_a_room_is_not_slow_because_its_channel_is(wire: Line) -> None:
    await wire.stub.world.change_channel(wire.lobby, rate_limit_per_user=300)
    await wire.open()
    room = await wire.settled(wire.lobby)
    assert wire.stub.world.channels[room]["rate_limit_per_user"] == 0


async def test_a_closed_room_that_may_not_be_opened_is_told_of_and_waited_for(wire: Line) -> None:
    room = await in_a_round(wire)
    state = (await the_meeting(wire)).state
    lesser = discord.Permissions(EVERYTHING.value & ~discord.Permissions(manage_threads=True).value)
    await wire.stub.world.grant(wire.guild, lesser)
    await wire.stub.world.change_thread(room, archived=True, locked=True)
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "**Manage Threads**" in whispers(wire)[0]
    await stands_still(wire)
    assert (await the_meeting(wire)).state.turn == state.turn

    await wire.stub.world.change_thread(room, archived=False, locked=False)
    await stands_still(wire, still=False)
    assert (await the_meeting(wire)).state.turn == state.turn, "nobody's turn went by"
    assert len(whispers(wire)) == 1


async def test_slow_mode_that_may_not_be_switched_off_stops_nothing(wire: Line) -> None:
    room = await in_a_round(wire)
    wire.stub.world.require_two_factor(wire.guild)
    await wire.stub.world.change_thread(room, rate_limit_per_user=300)
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "Slow mode is on" in whispers(wire)[0]
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")


LOST = {
    "role": lambda wire: wire.stub.world.grant(
        wire.guild,
        discord.Permissions(EVERYTHING.value & ~discord.Permissions(send_messages_in_threads=True).value),
    ),
    "channel": lambda wire: wire.stub.world.forbid(wire.lobby, view_channel=True),
}
BACK = {
    "role": lambda wire: wire.stub.world.grant(wire.guild, EVERYTHING),
    "channel": lambda wire: wire.stub.world.forbid(wire.lobby),
}


@pytest.mark.parametrize(("how", "name"), [("role", "Send Messages in Threads"), ("channel", "View Channel")])
async def test_a_permission_that_is_taken_is_told_of_at_once_and_one_that_is_given_wakes(
    wire: Line, how: str, name: str
) -> None:
    await in_a_round(wire)
    turn = (await the_meeting(wire)).state.turn
    await LOST[how](wire)
    await until(lambda: whispers(wire), "the facilitator is told")
    assert f"**{name}**" in whispers(wire)[0]
    await stands_still(wire)
    await BACK[how](wire)
    await stands_still(wire, still=False)
    assert (await the_meeting(wire)).state.turn == turn
    assert len(whispers(wire)) == 1


async def test_a_channel_of_another_kind_is_told_of_and_waited_for(wire: Line) -> None:
    """Private threads exist only in plain text channels, and the library's class for them has others too."""
    wire.stub.world.channels[wire.lobby]["type"] = 0
    answered = await wire.slash(FAY, "circle open", wire.lobby, name="Evening circle", format="check-in")
    assert "Evening circle" in words(answered[0]["data"])
    room = await wire.settled(wire.lobby)
    await wire.stub.world.change_channel(wire.lobby, type=NEWS)
    await wire.stub.world.remove_channel(room)
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "needs a text channel" in whispers(wire)[0]
    await stands_still(wire)
    refused = await wire.slash(FAY, "circle start", wire.lobby)
    assert "I cannot reach the circle's room just now" in words(refused[0]["data"])

    await wire.stub.world.change_channel(wire.lobby, type=0)
    room = await wire.settled(wire.lobby)
    await stands_still(wire, still=False)
    assert len(whispers(wire)) == 1


async def test_a_circle_is_not_opened_in_a_channel_that_cannot_hold_one(wire: Line) -> None:
    await wire.stub.world.change_channel(wire.lobby, type=NEWS)
    await until(lambda: wire.bot.get_channel(wire.lobby).type is discord.ChannelType.news)  # type: ignore[union-attr]
    answered = await wire.slash(FAY, "circle open", wire.lobby, name="Evening circle", format="check-in")
    assert "meets in a text channel" in words(answered[0]["data"])
    assert not wire.stub.threads(wire.lobby)


# Cards


def cards(wire: Line, channel: int, label: str) -> list[Json]:
    return [m for m in wire.stub.posted(channel) if label in buttons(m)]


@pytest.mark.parametrize("away", [False, True])
async def test_the_cards_of_a_gathering_come_back(wire: Line, away: bool) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    await wire.quiet()
    if away:
        await wire.stop()
    await wire.stub.world.delete_message(wire.stub.posted(wire.lobby)[0])
    await wire.stub.world.delete_message(wire.stub.posted(room)[0])
    if away:
        await wire.start()
    await until(lambda: cards(wire, wire.lobby, "Save me a seat"), "the invitation is back")
    await until(lambda: wire.stub.posted(room), "the card of the gathering is back")
    await wire.quiet()
    assert len(wire.stub.posted(wire.lobby)) == len(wire.stub.posted(room)) == 1
    await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    await until(lambda: ANN in wire.stub.inside[room], "and it works")


@pytest.mark.parametrize("away", [False, True])
async def test_the_cards_of_a_round_come_back(wire: Line, away: bool) -> None:
    """The stage's, the turn's and the invitation; what is over stays as it was left."""
    room = await in_a_round(wire)
    was = wire.stub.posted(room)
    if away:
        await wire.stop()
    for message in [*was, *wire.stub.posted(wire.lobby)]:
        await wire.stub.world.delete_message(message)
    if away:
        await wire.start()
    await until(lambda: cards(wire, room, "Receive"), "the piece is offered where it can be seen")
    await until(lambda: wire.stub.posted(wire.lobby), "the invitation is back")
    await wire.quiet()
    first = [words(message).splitlines()[0] for message in wire.stub.posted(room)]
    assert sorted(first) == ["## Check-in", f"### <@{FAY}>, the talking piece comes to you."]
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    assert "I'm done" in buttons(wire.newest(room, "I'm done"))


async def test_cards_that_are_deleted_together_come_back(wire: Line) -> None:
    room = await in_a_round(wire)
    gone = wire.stub.posted(room)
    for message in gone:
        del wire.stub.messages[int(message["id"])]
    about = {"ids": [m["id"] for m in gone], "channel_id": str(room), "guild_id": str(wire.guild)}
    await wire.stub.gateway.dispatch("MESSAGE_DELETE_BULK", about)
    await until(lambda: cards(wire, room, "Receive"), "the piece is offered where it can be seen")
    await wire.quiet()
    assert len(wire.stub.posted(room)) == 2


async def test_a_card_that_something_deletes_every_time_comes_back_more_slowly(wire: Line) -> None:
    """Some servers clear every message of a channel by a program."""
    await wire.open()
    await wire.settled(wire.lobby)
    await wire.quiet()
    for _ in range(7):
        await until(lambda: wire.stub.posted(wire.lobby), "it is back")
        await wire.quiet()
        await wire.stub.world.delete_message(wire.stub.posted(wire.lobby)[0])
    clock = wire.bot.clock
    deleted_at = clock.utcnow()
    await until(lambda: wire.stub.posted(wire.lobby), "it is back once more")
    assert (clock.utcnow() - deleted_at).total_seconds() >= 4


async def test_a_deleted_message_of_somebody_else_changes_nothing(wire: Line) -> None:
    room = await in_a_round(wire)
    said = await wire.stub.write(BEN, room, "hello")
    before = len(wire.stub.calls)
    await wire.stub.world.delete_message(said)
    await wire.slash(FAY, "circle pause", room)
    await wire.quiet()
    taken = [call for call in wire.stub.calls[before:] if call.status == 200]  # not what came too fast
    posts = [call for call in taken if call.method == "POST" and "messages" in call.path]
    assert len(posts) == 1, "the note that it is paused"


async def test_what_the_bot_lost_while_it_was_away_is_told_when_it_is_back(tmp_path: Path) -> None:
    async with line(tmp_path) as wire:
        await in_a_round(wire)
        await wire.stop()
        await wire.stub.world.forbid(wire.lobby, send_messages_in_threads=True)
        await wire.start()
        await until(lambda: wire.stub.dms(FAY), "the facilitator is told by direct message")
        assert "**Send Messages in Threads**" in words(wire.stub.dms(FAY)[0])
        await stands_still(wire)


# People who left the room


async def test_whoever_left_the_room_comes_back_by_asking_for_a_seat_again(wire: Line) -> None:
    """Discord tells nobody that somebody left a thread by its own menu."""
    room = await in_a_round(wire)
    await wire.stub.world.leave_thread(room, ANN)
    answered = await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    assert f"/{room})" in words(answered[0]["data"])
    assert answered[0]["data"]["flags"] & 64, "only they see it"
    await until(lambda: ANN in wire.stub.world.inside[room], "they are let in again")


async def test_what_is_open_links_the_room_to_those_who_have_a_seat(wire: Line) -> None:
    room = await in_a_round(wire)
    await wire.stub.world.leave_thread(room, BEN)
    seated = await wire.slash(BEN, "circle upcoming", wire.lobby)
    assert f"/{room})" in words(seated[0]["data"])
    other = await wire.slash(CAT, "circle upcoming", wire.lobby)
    assert f"/{room})" not in words(other[0]["data"])
    await wire.slash(BEN, "circle join", wire.lobby)
    await until(lambda: BEN in wire.stub.world.inside[room], "and joining lets them in again")
