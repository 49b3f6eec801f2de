"""A voice channel that is made for one session. We speak there, and the cards stand in its own chat."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias

import discord

from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.ui.rooms import voices
from bot.ui.rooms.words import RoomWords

from .channel import ChannelRoom
from .overwrites import Made

Spoken: TypeAlias = discord.VoiceChannel | discord.StageChannel
"""A room in which people are connected, and speak."""
NOT_CONNECTED = 40032
"""Discord's code for somebody who is in no voice channel."""


class VoiceRoom(ChannelRoom):
    """The Discord side of a voice channel. It goes and is kept as a text channel that was made for one session."""

    kind: ClassVar[type[Made]] = discord.VoiceChannel
    words: ClassVar[RoomWords] = voices
    to_enter: ClassVar[tuple[str, ...]] = ("view_channel", "connect")
    besides: ClassVar[tuple[str, ...]] = ("read_message_history", "speak", "use_voice_activation")

    async def _create(self, guild: discord.Guild, name: str, **how: Any) -> Made:
        return await guild.create_voice_channel(name, **how)

    def is_shut(self, room: Made) -> bool:
        """Whether it is slow, or holds only so many people: who has a seat comes in."""
        return super().is_shut(room) or _most_people(room) > 0

    async def _open_up(self, room: Made) -> None:
        assert isinstance(room, Spoken)
        await room.edit(slowmode_delay=0, user_limit=0)

    async def dismiss(self, session: Session, member_xid: MemberXid, *, barred: bool = False) -> bool:
        """Take a person's permission away, and then the person: Discord works out what somebody may do in voice when
        they come in, and not again."""
        was_there = await super().dismiss(session, member_xid, barred=barred)
        room = await self._room(session)
        assert isinstance(room, Spoken)
        if member_xid not in room.voice_states:
            return was_there
        await self._bot.member_edits.turn(session.guild_xid)
        await self._bot.pace.turn()
        try:
            await self._bot.http.edit_member(room.guild.id, member_xid, channel_id=None)
        except discord.HTTPException as error:
            if error.code != NOT_CONNECTED:
                raise
        return True


def _most_people(room: Made) -> int:
    """How many people a voice channel holds; 0: as many as come."""
    return room.user_limit if isinstance(room, Spoken) else 0
