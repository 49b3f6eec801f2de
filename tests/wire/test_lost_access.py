"""Whoever has a seat and cannot see the room any more, or write in it: Discord says nothing when somebody loses a role,
and nothing at all while the bot is away."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.circle.model import Presence, SeatPlace
from tests.strict.shapes import MEMBER_ROLE
from tests.wire.line import ANN, BEN, FAY, Line, until
from tests.wire.test_people import round_of, seats, told

TAKEN = {
    "view": discord.Permissions(view_channel=True),
    "write": discord.Permissions(send_messages_in_threads=True),
}
NAMED = {"view": "let you see <#{}>", "write": "let you write in the threads of <#{}>"}


async def only_for(wire: Line, what: str) -> int:
    """What is taken from everyone in the lobby and given to a role that the three have. Returns the role."""
    role = wire.stub.world.add_role(wire.guild, discord.Permissions.none(), FAY, ANN, BEN)
    await wire.stub.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(wire.guild), "role": wire.stub.world.roles(wire.guild)[-2]}
    )
    await wire.stub.world.overwrite(wire.lobby, role, allow=TAKEN[what])
    await wire.stub.world.overwrite(wire.lobby, MEMBER_ROLE, deny=TAKEN[what])
    return role


async def stepped_out(wire: Line, person: int) -> None:
    """Wait until the circle goes on without somebody whose seat is kept."""
    await wire.eventually(
        seats, lambda found: found[person] == (SeatPlace.SEATED, Presence.ABSENT), "it goes on without them"
    )


@pytest.mark.parametrize("speaking", [False, True])
@pytest.mark.parametrize("what", TAKEN)
async def test_a_holder_who_lost_a_role_keeps_the_piece_for_half_a_minute_at_most(
    wire: Line, what: str, speaking: bool
) -> None:
    role = await only_for(wire, what)
    room = await round_of(wire)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    if speaking:
        await wire.press(ANN, wire.newest(room, "Receive"), "Receive")
    since = wire.clock.utcnow()
    await wire.stub.world.take_role(wire.guild, ANN, role)
    await stepped_out(wire, ANN)
    assert (wire.clock.utcnow() - since).total_seconds() <= 30
    await until(lambda: NAMED[what].format(wire.lobby) in told(wire, ANN), "they are told what to ask for")
    await until(lambda: f"<@{ANN}> cannot come in" in told(wire, FAY), "whoever holds the circle is told")
    if speaking:
        await wire.slash(FAY, "circle next", room)  # the breath after a story is not what is looked at here
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")

    member = wire.stub.world.member(wire.guild, ANN)
    assert member is not None
    member["roles"].append(str(role))
    await wire.eventually(
        seats, lambda found: found[ANN] == (SeatPlace.SEATED, Presence.PRESENT), "they are here again"
    )
    assert told(wire, FAY).count("cannot come in") == 1


@pytest.mark.parametrize("away", ["stopped", "outage"])
@pytest.mark.parametrize("what", TAKEN)
async def test_what_was_taken_from_somebody_while_the_bot_was_away_is_noticed_when_it_is_back(
    wire: Line, what: str, away: str
) -> None:
    room = await round_of(wire)
    if away == "stopped":
        await wire.stop()
    else:
        await wire.stub.world.outage(wire.guild)
    lobby = wire.stub.world.channels[wire.lobby]
    lobby["permission_overwrites"] = [
        {"id": str(BEN), "type": 1, "allow": "0", "deny": str(TAKEN[what].value)}
    ]
    if away == "stopped":
        await wire.start()
    else:
        await wire.stub.world.back_again(wire.guild)
    await stepped_out(wire, BEN)  # who is not the one who has the piece
    await until(lambda: NAMED[what].format(wire.lobby) in told(wire, BEN), "they are told what to ask for")
    await until(lambda: f"<@{BEN}> cannot come in" in told(wire, FAY), "whoever holds the circle is told")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")


async def test_whoever_left_the_server_while_the_bot_was_away_is_not_waited_for(wire: Line) -> None:
    room = await round_of(wire)
    await wire.stop()
    await wire.stub.world.leave_server(wire.guild, ANN)
    await wire.start()
    await wire.eventually(
        seats, lambda found: found.get(ANN, (SeatPlace.LEFT,))[0] is SeatPlace.LEFT, "they left"
    )
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")


async def test_nobody_is_told_anything_when_nothing_was_taken(wire: Line) -> None:
    room = await round_of(wire)
    await wire.stop()
    await wire.start()
    await wire.quiet()
    await asyncio.sleep(0.5)  # fifty seconds of the bot's time, with two looks
    assert not told(wire, ANN)
    assert not told(wire, BEN)
    assert set((await seats(wire)).values()) == {(SeatPlace.SEATED, Presence.PRESENT)}
    await wire.slash(FAY, "circle next", room)
