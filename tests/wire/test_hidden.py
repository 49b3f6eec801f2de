"""A channel is hidden from somebody with a seat, or they may not write in its threads any more: they and whoever
holds the circle are told at once, the circle goes on, and when it is put right they are back."""

from __future__ import annotations

import asyncio
from functools import partial

import discord
import pytest

from bot.circle.model import Presence, SeatPlace
from tests.strict.shapes import BOT_ROLE
from tests.wire.line import ANN, BEN, FAY, Line, until
from tests.wire.stub import refused
from tests.wire.test_people import MEMBERS, invitation, round_of, said, seats, told
from tests.wire.walk import within

SEE, WRITE = {"view_channel": True}, {"send_messages_in_threads": True}
HERE, AWAY = (SeatPlace.SEATED, Presence.PRESENT), (SeatPlace.SEATED, Presence.ABSENT)


async def are_told(wire: Line, room: int, person: int, ask: str, why: str) -> None:
    """The person knows what to ask for; whoever holds the circle knows who and why, and has it in the panel."""
    await until(lambda: ask in told(wire, person), "the person knows what to ask for")
    await until(lambda: f"<@{person}> cannot come in: {why}" in told(wire, FAY), "the facilitator knows why")
    assert f"<@{person}> cannot come in: {why}" in said(await wire.slash(FAY, "circle panel", room))
    assert (await seats(wire))[person] == AWAY
    assert told(wire, person).count("does not let you") == 1
    assert told(wire, FAY).count(f"<@{person}> cannot come in") == 1


async def is_back(wire: Line, room: int, person: int) -> None:
    async def here() -> bool:
        return (await seats(wire))[person] == HERE

    assert await within(here, 5), "they are here again"
    await wire.quiet()
    assert "cannot come in" not in said(await wire.slash(FAY, "circle panel", room))


@pytest.mark.parametrize(
    ("denied", "ask", "why"),
    [(SEE, "let you see", "they may not see"), (WRITE, "let you write in the threads", "they may not write")],
)
async def test_a_channel_that_is_closed_to_one_person_is_told_at_once_and_the_circle_goes_on(
    wire: Line, denied: dict[str, bool], ask: str, why: str
) -> None:
    room = await round_of(wire)
    await wire.stub.world.overwrite(wire.lobby, ANN, deny=discord.Permissions(**denied))
    await are_told(wire, room, ANN, ask, why)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")
    await wire.stub.world.overwrite(wire.lobby, ANN)
    await is_back(wire, room, ANN)


async def test_a_role_that_lost_its_right_to_write_shuts_out_whoever_lives_by_it(wire: Line) -> None:
    world = wire.stub.world
    role = world.add_role(wire.guild, discord.Permissions(**WRITE), BEN)
    everyone = discord.Permissions(view_channel=True, send_messages=True)
    lobby = wire.stub.channels[wire.lobby]
    lobby["permission_overwrites"] = [
        *(
            {"id": str(xid), "type": 0, "allow": str(discord.Permissions(**WRITE).value), "deny": "0"}
            for xid in (BOT_ROLE,)
        ),
        {
            "id": str(wire.guild),
            "type": 0,
            "allow": str(everyone.value),
            "deny": str(discord.Permissions(**WRITE).value),
        },
        {"id": str(role), "type": 0, "allow": str(discord.Permissions(**WRITE).value), "deny": "0"},
        *(
            {"id": str(p), "type": 1, "allow": str(discord.Permissions(**WRITE).value), "deny": "0"}
            for p in (FAY, ANN)
        ),
    ]
    await world.tell(
        "GUILD_ROLE_CREATE",
        {
            "guild_id": str(wire.guild),
            "role": next(r for r in world.roles(wire.guild) if r["id"] == str(role)),
        },
    )
    await world.tell("CHANNEL_UPDATE", lobby)
    await asyncio.sleep(0.02)
    room = await round_of(wire)
    assert (await seats(wire))[BEN] == HERE
    await world.delete_role(wire.guild, role)
    await are_told(wire, room, BEN, "let you write in the threads", "they may not write")
    assert (await seats(wire))[ANN] == HERE


async def test_whoever_asks_again_once_it_is_put_right_is_here_again(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    wire.stub.fail(refused(403, 50001), "PUT", MEMBERS + str(BEN), times=1000)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await are_told(wire, room, BEN, "Discord does not say why", "Discord does not say why")
    wire.stub.heal()
    assert "I let you into its room again" in said(
        await wire.press(BEN, await invitation(wire), "Save me a seat")
    )
    await is_back(wire, room, BEN)


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_an_answer_that_says_nothing_changes_nothing(wire: Line, status: int) -> None:
    room = await round_of(wire)
    wire.stub.fail(refused(status), "GET", rf"/guilds/\d+/members/{ANN}", times=1000)
    await wire.stub.world.overwrite(wire.lobby, ANN, deny=discord.Permissions(**SEE))
    await until(lambda: wire.stub.tried("GET", rf"/guilds/\d+/members/{ANN}"), "it was asked")
    await asyncio.sleep(0.1)
    assert (await seats(wire))[ANN] == HERE
    assert "cannot come in" not in said(await wire.slash(FAY, "circle panel", room))


async def test_whoever_sees_the_channel_is_told_nothing(wire: Line) -> None:
    room = await round_of(wire)
    await wire.stub.world.overwrite(wire.lobby, BEN, deny=discord.Permissions(add_reactions=True))
    for person in (FAY, ANN, BEN):
        looked_up = partial(wire.stub.tried, "GET", rf"/guilds/\d+/members/{person}")
        await until(looked_up, "everyone is looked up")
    await wire.quiet()
    assert (await seats(wire)) == dict.fromkeys((FAY, ANN, BEN), HERE)
    assert "cannot come in" not in said(await wire.slash(FAY, "circle panel", room))
