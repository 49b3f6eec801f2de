"""A circle in a held text channel over the wire: Discord's own rules for permissions, and a stop in the middle."""

from __future__ import annotations

from typing import Any

from discord import Permissions

from tests.wire.line import ANN, BEN, FAY, Line, until
from tests.wire.test_people import told

SEND = Permissions(send_messages=True).value


def overwrites(wire: Line, room: int) -> dict[int, tuple[int, int]]:
    """The room's own permissions, field by field."""
    found: list[dict[str, Any]] = wire.stub.world.channels[room]["permission_overwrites"]
    return {int(one["id"]): (int(one["allow"]), int(one["deny"])) for one in found}


def holders(wire: Line, room: int) -> set[int]:
    """Who may write by name, of those with a seat."""
    return {
        xid for xid, (allow, _) in overwrites(wire, room).items() if allow & SEND and xid in (FAY, ANN, BEN)
    }


async def test_the_piece_is_held_and_everything_is_put_back_also_after_a_stop(wire: Line) -> None:
    there = set(wire.stub.world.channels)
    await wire.slash(FAY, "circle open", name="Evening", format="check-in", room="channel", held=True)
    await until(lambda: set(wire.stub.world.channels) - there, "a room is made")
    (room,) = set(wire.stub.world.channels) - there
    await wire.card(wire.lobby, "[Save me a seat]")
    for person in (ANN, BEN):
        await wire.press(person, wire.newest(wire.lobby, "Save me a seat"), "Save me a seat")
    await until(lambda: {FAY, ANN, BEN} <= set(overwrites(wire, room)), "everyone is let in")
    before = overwrites(wire, room)
    await wire.slash(FAY, "circle start", room)
    await wire.reach_round(room)
    await until(lambda: any(deny & SEND for _, deny in overwrites(wire, room).values()), "it is held")
    assert holders(wire, room) == set()
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await until(lambda: holders(wire, room) == {FAY}, "the holder can write")
    await wire.stop()
    await wire.start()
    await wire.slash(FAY, "circle end", room)
    await until(lambda: overwrites(wire, room) == before, "all is as it was")


async def test_the_holder_is_not_given_by_name_what_a_role_denies_them(wire: Line) -> None:
    world = wire.stub.world
    muted = world.add_role(wire.guild, Permissions.none(), ANN)
    await wire.stub.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(wire.guild), "role": world.roles(wire.guild)[-2]}
    )
    there = set(world.channels)
    await wire.slash(FAY, "circle open", name="Evening", format="check-in", room="channel", held=True)
    await until(lambda: set(world.channels) - there, "a room is made")
    (room,) = set(world.channels) - there
    await wire.card(wire.lobby, "[Save me a seat]")
    for person in (ANN, BEN):
        await wire.press(person, wire.newest(wire.lobby, "Save me a seat"), "Save me a seat")
    await until(lambda: {FAY, ANN, BEN} <= set(overwrites(wire, room)), "everyone is let in")
    await wire.slash(FAY, "circle start", room)
    # Not before: whoever is found to be shut out does not count, and too few begin nothing.
    await world.overwrite(room, muted, deny=Permissions(send_messages=True))
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await until(lambda: holders(wire, room) == {FAY}, "the holder can write")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.press(ANN, wire.newest(room, "Receive"), "Receive")
    await until(lambda: holders(wire, room) == set(), "nobody is given it")
    await until(
        lambda: f"<@{ANN}> cannot take part" in told(wire, FAY), "whoever holds the circle is told", 30
    )
    assert not world.may(world.channels[room], ANN).send_messages
