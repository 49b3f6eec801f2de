"""What people do in voice on the strict Discord, for the circle that is played in every room."""

from __future__ import annotations

from typing import Any

import discord

from bot.services.rooms.kinds import RoomKind
from tests.journeys.every_room import EARLIER, NAMES, SEE, STANDING, AsBefore, Ground
from tests.strict.shapes import THREADS, Json
from tests.wire.strict_house import StrictHouse


class Strict(Ground):
    """On the strict Discord."""

    h: StrictHouse

    async def prepare(self) -> None:
        h, world = self.h, self.h.world
        world.add_role(h.guild_id, discord.Permissions(manage_guild=True), h.fay.id)
        if self.kind.stands:
            stays = (await h.new_channel(STANDING)).id
            await world.overwrite(stays, h.guild_id, deny=EARLIER)
            await world.overwrite(stays, h.members[5].id, allow=SEE)
        await h.settle()

    async def connect(self, who: Any) -> None:
        await self.h.world.connect(self.h.guild_id, who.id, self.h.room.id)
        await self.h.settle()

    async def disconnect(self, who: Any) -> None:
        await self.h.world.disconnect(self.h.guild_id, who.id)
        await self.h.settle()

    async def accept(self, who: Any) -> None:
        world, guild = self.h.world, self.h.guild_id
        is_asked = self.kind.room is RoomKind.STAGE and who.id in world.servers[guild].voice
        if is_asked and world.is_invited(guild, who.id):
            await world.accept(guild, who.id)
            await self.h.settle()

    def is_heard(self, who: Any) -> bool:
        state = self.h.world.servers[self.h.guild_id].voice.get(who.id)
        is_there = state is not None and state["channel_id"] == str(self.h.room.id)
        return is_there and self.h.world.is_heard(self.h.guild_id, who.id)

    def may_write(self, who: Any) -> bool:
        return self.h.world.may(self._place, who.id).send_messages

    @property
    def _place(self) -> Json:
        room = self.h.world.channels[self.h.room.id]
        return self.h.world.channels[int(room["parent_id"])] if room["type"] in THREADS else room

    def as_it_is(self) -> AsBefore:
        members = self.h.world.servers[self.h.guild_id].members
        muted = [
            name for name, who in zip(NAMES, self.people, strict=True) if members.get(who.id, {}).get("mute")
        ]
        if self._place["id"] == str(self.h.lobby.id):
            return AsBefore({}, muted)
        entries: list[Json] = self._place["permission_overwrites"]
        set_there = {int(one["id"]): (int(one["allow"]), int(one["deny"])) for one in entries}
        return AsBefore({whom: values for whom, values in set_there.items() if values != (0, 0)}, muted)
