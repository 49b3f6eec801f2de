"""What the bot is told of a world that people change, under the intents it has; no more and no less."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
import pytest

from tests.strict.shapes import EVERYTHING, VOICE
from tests.wire.line import ANN, BEN, Line

Change = Callable[[Line, int], Awaitable[object]]


async def _voice(wire: Line, room: int) -> None:
    await wire.stub.world.connect(wire.guild, ANN, wire.stub.world.add_channel(wire.guild, VOICE))


TOLD: dict[str, tuple[Change, str]] = {
    "a thread is archived": (
        lambda wire, room: wire.stub.world.change_thread(room, archived=True),
        "THREAD_UPDATE",
    ),
    "a channel changes its kind": (
        lambda wire, room: wire.stub.world.change_channel(wire.lobby, type=5),
        "CHANNEL_UPDATE",
    ),
    "a channel is hidden": (lambda wire, room: wire.stub.world.hide(wire.lobby, ANN), "CHANNEL_UPDATE"),
    "a permission is lost": (
        lambda wire, room: wire.stub.grant(
            wire.guild, EVERYTHING & ~discord.Permissions(manage_threads=True)
        ),
        "GUILD_ROLE_UPDATE",
    ),
    "a card is deleted": (
        lambda wire, room: wire.stub.world.delete_message(wire.stub.posted(room)[0]),
        "MESSAGE_DELETE",
    ),
    "the bot is thrown out": (lambda wire, room: wire.stub.world.throw_out(wire.guild), "GUILD_DELETE"),
    "an outage": (lambda wire, room: wire.stub.world.outage(wire.guild), "GUILD_DELETE"),
    "somebody is taken in": (lambda wire, room: wire.stub.world.enter(room, ANN, by=BEN), "MESSAGE_CREATE"),
    "somebody joins a voice channel": (_voice, "VOICE_STATE_UPDATE"),
}
UNTOLD: dict[str, Change] = {
    "a time-out": lambda wire, room: wire.stub.world.time_out(wire.guild, ANN, timedelta(minutes=5)),
    "somebody leaves the server": lambda wire, room: wire.stub.world.leave_server(wire.guild, ANN),
    "somebody leaves the room": lambda wire, room: wire.stub.world.leave_thread(room, ANN),
}


async def furnished(wire: Line) -> int:
    await wire.open()
    return await wire.settled(wire.lobby)


@pytest.mark.parametrize("what", TOLD)
async def test_the_bot_is_told_that(wire: Line, what: str) -> None:
    room = await furnished(wire)
    before = len(wire.stub.gateway.told)
    change, event = TOLD[what]
    await change(wire, room)
    assert event in [told["t"] for told in wire.stub.gateway.told[before:]]


@pytest.mark.parametrize("what", UNTOLD)
async def test_the_bot_is_not_told_that(wire: Line, what: str) -> None:
    """It would need an intent that the bot does not have."""
    room = await furnished(wire)
    await wire.stub.world.enter(room, ANN, by=BEN)
    before = len(wire.stub.gateway.told)
    await UNTOLD[what](wire, room)
    assert wire.stub.gateway.told[before:] == []


async def test_a_server_goes_and_comes_back(wire: Line) -> None:
    for go, back in (("outage", "back_again"), ("throw_out", "invite_again")):
        await getattr(wire.stub.world, go)(wire.guild)
        more = (EVERYTHING,) if back == "invite_again" else ()
        await getattr(wire.stub.world, back)(wire.guild, *more)
        assert wire.stub.gateway.told[-1]["t"] == "GUILD_CREATE"
