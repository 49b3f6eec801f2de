"""A voice channel in which only the holder is heard: the server mutes everyone else who is there.

Discord keeps a mute with the person: it is so in every voice channel of the server, and stays when they leave. It can
be changed only while they are in voice, and is told only then; otherwise it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.ids import SessionId
from bot.services.rooms.holding import HeldRoom
from bot.services.rooms.marks import EditKind, Field, Mark, Value
from bot.ui.request import Bot

from .plan import Edit, becomes
from .wants import Wanted, in_voice, mute_of


class VoiceSide:
    """Reads who is muted as the gateway tells it, and mutes or unmutes one person at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def place(self, guild: discord.Guild, room: HeldRoom) -> int:
        """The server: a mute is so in each of its channels."""
        return guild.id

    def look(self, guild: discord.Guild, place_xid: int, marks: Mapping[Field, Mark]) -> dict[Field, Value]:
        """Whether each of those who are in voice is muted. Of all others it is not known."""
        return {
            mute_of(guild.id, person): Value.MUTED if state.mute else Value.UNMUTED
            for channel in (*guild.voice_channels, *guild.stage_channels)
            for person, state in channel.voice_states.items()
        }

    def wanted(
        self,
        guild: discord.Guild,
        room: HeldRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """Everyone who is in the channel is muted, save whoever may be heard."""
        return in_voice(guild.id, _people_in(guild, room), room.heard, marks, room.quiet)

    async def make(self, guild: discord.Guild, edit: Edit) -> None:
        """Mute or unmute one person.

        Raises:
            discord.HTTPException: Discord said no.
        """
        (mark,) = edit.marks
        await self._bot.http.edit_member(guild.id, edit.target_xid, mute=becomes(mark) is Value.MUTED)

    def rooms_of(self, guild: discord.Guild, edit: Edit, rooms: Sequence[HeldRoom]) -> list[SessionId]:
        """The circle in whose channel the person is."""
        return [
            room.session_id
            for room in rooms
            if room.kind.held_by is EditKind.MUTE and edit.target_xid in _people_in(guild, room)
        ]

    def may(self, guild: discord.Guild, edit: Edit) -> bool:
        """Whether the bot may mute people at all, so that a refusal is about that one person."""
        return guild.me.guild_permissions.mute_members


def _people_in(guild: discord.Guild, room: HeldRoom) -> set[int]:
    """Those who could be heard there. Who may only listen there needs no mute."""
    channel = guild.get_channel(room.room_xid)
    if not isinstance(channel, discord.VoiceChannel):
        return set()
    there = {person for person, state in channel.voice_states.items() if not state.suppress}
    return there - {guild.me.id}
