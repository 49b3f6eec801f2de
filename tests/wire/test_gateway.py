"""The gateway comes and goes in the middle of a session; nothing is lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.circle.commands import Next
from bot.circle.model import HoldReason
from bot.ids import GuildXid, MemberXid, SessionId
from tests.wire.line import ANN, FAY, Line, until
from tests.wire.stub import refused, words


async def press_while_away(wire: Line, room: int) -> asyncio.Task[object]:
    """A press that Discord can only tell of when the bot is back."""
    card = wire.newest(room, "Receive")
    pressed = asyncio.create_task(wire.press(FAY, card, "Receive"))
    await asyncio.sleep(0.05)
    assert not pressed.done()
    return pressed


@pytest.mark.parametrize("how", ["lost", "asked to reconnect"])
async def test_a_connection_is_resumed(wire: Line, how: str) -> None:
    gateway = wire.stub.gateway
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    gateway.away = True
    if how == "lost":
        gateway.drop()
    else:
        await gateway.ask_to_reconnect()
    pressed = await press_while_away(wire, room)
    gateway.away = False
    await pressed
    await wire.card(room, f"<@{FAY}> has the talking piece.")
    assert (gateway.identified, gateway.resumed) == (1, 1)
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    posts = [words(message) for message in wire.stub.posted(room)]
    assert len(posts) == len(set(posts)), "nothing is shown twice"


async def test_deliveries_do_not_wait_for_the_gateway(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    wire.stub.gateway.away = True
    wire.stub.gateway.drop()
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), Next(steward=True))
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    wire.stub.gateway.away = False
    await until(lambda: wire.stub.gateway.resumed, "it comes back")


async def test_an_invalid_session_is_begun_again(wire: Line) -> None:
    gateway = wire.stub.gateway
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    gateway.forget_session()
    gateway.drop()
    await until(lambda: gateway.identified == 2 and wire.bot.get_channel(wire.lobby), "it identifies again")
    assert gateway.resumed == 0
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")


async def test_a_server_not_yet_told_of_is_not_a_deleted_channel(wire: Line) -> None:
    """Between identifying again and being told of the servers the bot knows no channel at all."""
    gateway = wire.stub.gateway
    fault = wire.stub.fail(refused(503), "POST", r"/channels/\d+/threads", times=10**6)
    await wire.open()
    await until(lambda: fault.hits, "the room is not there yet")
    gateway.silent = True
    gateway.forget_session()
    gateway.drop()
    await until(
        lambda: gateway.identified == 2 and not wire.bot.get_channel(wire.lobby), "no server is known"
    )
    wire.stub.heal()
    await asyncio.sleep(0.2)  # twenty virtual seconds, so it is tried meanwhile
    await gateway.tell_of_guilds()
    room = await wire.settled(wire.lobby)
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    assert not session.state.held(HoldReason.PAUSE)
    assert len(wire.stub.posted(room)) == 1
    assert all(answer["type"] != "followup" for answers in wire.stub.answers.values() for answer in answers)
