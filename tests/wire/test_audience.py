"""Listeners without a seat on the strict Discord, which lets a bot take and give only what it has itself."""

from __future__ import annotations

from pathlib import Path

import discord

from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.stub import EVERYTHING


def _changes(h: StrictHouse) -> list[str]:
    """The calls that changed the room, or who may do what there."""
    here = f"/channels/{h.room.id}"
    return [c.method for c in h.stub.calls if c.path == here or c.path.startswith(f"{here}/permissions")]


def test_a_room_with_listeners_costs_one_call_a_seat_and_none_a_listener(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        world, guild = h.world, h.guild_id
        await world.grant(guild, EVERYTHING | discord.Permissions(speak=True))
        await h.settle()
        await h.bot.desks.settings.change(guild, 0, audience=True)
        await h.open(4, room="voice")
        for person in h.members[4:8]:
            await world.connect(guild, person.id, h.room.id)
        await h.wait(3)
        assert _changes(h) == ["PUT"] * 4
        room = world.channels[h.room.id]
        listener, seated = world.may(room, h.members[6].id), world.may(room, h.members[1].id)
        assert (listener.connect, listener.speak, listener.send_messages) == (True, False, False)
        assert (seated.connect, seated.speak, seated.send_messages) == (True, True, True)

        # The bot loses what it would take from them: the room is for those with a seat alone
        await world.grant(guild, EVERYTHING)
        await h.wait(5)
        assert not world.sees(world.channels[h.room.id], h.members[6].id)
        assert world.sees(world.channels[h.room.id], h.members[1].id)

    play_in_strict_house(tmp_path, story)


def test_a_seat_that_somebody_took_away_by_hand_is_given_back_where_everyone_can_listen(
    tmp_path: Path,
) -> None:
    async def story(h: StrictHouse) -> None:
        world, guild = h.world, h.guild_id
        await world.grant(guild, EVERYTHING | discord.Permissions(speak=True))
        await h.settle()
        await h.bot.desks.settings.change(guild, 0, audience=True)
        _, ann, *_ = await h.open(4, room="voice")
        await h.wait(3)
        room = world.channels[h.room.id]
        await world.overwrite(h.room.id, ann.id)
        may = world.may(room, ann.id)
        assert (may.connect, may.speak) == (True, False), "she could only listen"
        await h.wait(3)
        assert world.may(room, ann.id).speak
        assert world.may(room, ann.id).send_messages

        # Somebody denies her the room: that stays, and is told
        await world.overwrite(h.room.id, ann.id, deny=discord.Permissions(view_channel=True))
        await h.wait(10)
        assert not world.sees(room, ann.id)

    play_in_strict_house(tmp_path, story)
