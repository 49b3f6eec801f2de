"""A text channel in which only the holder can write, by the channel's own permissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.ids import SessionId
from bot.services.rooms.holding import HeldRoom, HeldServer, StandingRoom
from bot.services.rooms.marks import EditKind, Field, Mark, Value
from bot.ui.request import Bot

from ..overwrites import change_one
from ..own_changes import OwnChanges
from ..roles import Roles
from .plan import Edit
from .wants import LOOKED_AT, SEND, Wanted, in_channel, let_in, let_in_before, of_channel

_OF = {True: Value.ALLOW, False: Value.DENY, None: Value.NEUTRAL}
_TO = {value: setting for setting, value in _OF.items()}


class ChannelSide:
    """Reads permissions as the gateway tells them, and writes those of one person or role at once."""

    def __init__(self, bot: Bot, changes: OwnChanges, roles: Roles) -> None:
        self._bot = bot
        self._changes = changes
        self._roles = roles
        self._denied: dict[int, dict[int, set[int]]] = {}
        """Of whom a role takes writing, of those who are to be given it: by server, and by channel."""

    def place(self, guild: discord.Guild, room: HeldRoom) -> int:
        """The channel."""
        return room.room_xid

    def look(self, guild: discord.Guild, place_xid: int, marks: Mapping[Field, Mark]) -> dict[Field, Value]:
        """Every permission that holding may change. What nobody has set is neutral."""
        ours = {field for field in marks if _is_here(field, place_xid)}
        channel = guild.get_channel(place_xid)
        if channel is None:
            return dict.fromkeys(ours, Value.GONE)
        found = dict.fromkeys(ours, Value.NEUTRAL)
        for whom, overwrite in channel.overwrites.items():
            for name in LOOKED_AT:
                found[of_channel(place_xid, whom.id, name)] = _OF[getattr(overwrite, name)]
        return found

    async def learn(self, guild: discord.Guild, held: HeldServer) -> None:
        """Find out of whom a role takes writing, of those who are to be given it by name."""
        people: dict[int, set[int]] = {
            room.room_xid: let_in_before(room.room_xid, held.marks) if room.inside is None else {*room.inside}
            for room in held.standing
            if room.writes
        }
        for room in held.rooms:
            if room.kind.held_by is EditKind.OVERWRITE and room.heard:
                people.setdefault(room.room_xid, set()).update(room.heard)
        found: dict[int, set[int]] = {}
        for room_xid, those in people.items():
            channel = guild.get_channel(room_xid)
            if channel is not None:
                found[room_xid] = await self._roles.denied(channel, those, SEND)
        self._denied.pop(guild.id, None)
        if any(found.values()):
            self._denied[guild.id] = found

    def wanted(
        self,
        guild: discord.Guild,
        room: HeldRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """Writing is taken from everyone and given to the holder. Discord lets a bot take and give what it has."""
        channel_xid, me = room.room_xid, guild.me.id
        if guild.get_channel(channel_xid) is None:
            return {}
        denied = self._denied.get(guild.id, {}).get(channel_xid, ())
        wanted = in_channel(channel_xid, guild.id, me, room.heard, actual, marks, denied)
        return _possible(guild, wanted)

    def let_in(
        self,
        guild: discord.Guild,
        room: StandingRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """A channel that stays is for the people of a circle alone, while that meets there."""
        if guild.get_channel(room.room_xid) is None:
            return {}
        people, me = room.inside, guild.me.id
        denied = self._denied.get(guild.id, {}).get(room.room_xid, ())
        wanted = let_in(room.room_xid, guild.id, me, people, actual, marks, writes=room.writes, denied=denied)
        return _possible(guild, wanted)

    async def make(self, guild: discord.Guild, edit: Edit) -> None:
        """Set what one person or role may do, and leave the rest of it as it is. An entry that says nothing any more
        goes.

        Raises:
            discord.HTTPException: Discord said no.
        """
        channel = guild.get_channel(edit.place_xid)
        if channel is None:
            return
        values = {name: _TO[value] for name, value in edit.values.items()}
        await change_one(self._bot, self._changes, channel, edit.target_xid, values)

    def rooms_of(self, guild: discord.Guild, edit: Edit, rooms: Sequence[HeldRoom]) -> list[SessionId]:
        """The circle in that channel."""
        return [room.session_id for room in rooms if room.room_xid == edit.place_xid]

    def may(self, guild: discord.Guild, edit: Edit) -> bool:
        """A refusal is about the channel, whoever the permission is for."""
        return False


def _possible(guild: discord.Guild, wanted: Wanted) -> Wanted:
    """What Discord lets the bot set: what it has itself."""
    has = guild.me.guild_permissions
    return {field: value for field, value in wanted.items() if getattr(has, field.name)}


def _is_here(field: Field, place_xid: int) -> bool:
    return field.kind is EditKind.OVERWRITE and field.place_xid == place_xid
