"""Which room belongs to a session: the one place that knows every kind of room."""

from __future__ import annotations

import discord

from bot.services.circle.sessions import Session
from bot.services.rooms.kinds import RoomKind
from bot.ui.request import Bot

from .channel import ChannelRoom
from .own_changes import OwnChanges
from .roles import Roles
from .room import Room, RoomListener
from .stage import StageRoom
from .standing import StandingRoom
from .thread import ThreadRoom
from .voice import VoiceRoom


class Rooms:
    """The rooms of all sessions, each of its kind."""

    def __init__(self, bot: Bot) -> None:
        self.changes = OwnChanges()
        self.roles = Roles(bot)
        how = bot, self.changes, self.roles
        self._standing = StandingRoom(*how)
        self._kinds: dict[RoomKind, Room] = {
            RoomKind.PRIVATE: ThreadRoom(bot),
            RoomKind.CHANNEL: ChannelRoom(*how),
            RoomKind.VOICE: VoiceRoom(*how),
            RoomKind.STAGE: StageRoom(*how),
        }

    def of(self, session: Session) -> Room:
        """The room of a session."""
        if session.stands:
            return self._standing
        return self._kinds[session.room.kind]

    def is_ours(self, channel: object) -> bool:
        """Whether a channel may be a room that the bot has made; it asks neither Discord nor the database."""
        return any(room.is_ours(channel) for room in self._kinds.values())

    def is_own_change(self, channel: discord.abc.GuildChannel) -> bool:
        """Whether a change of a channel's permissions is one that the bot made. To be asked once for each word of a
        change."""
        return any(room.is_own_change(channel) for room in self._kinds.values())

    async def people_in(self, session: Session) -> int | None:
        """How many people are in the room of a session; None when Discord does not say so.

        Raises:
            discord.HTTPException: Discord said no.
        """
        return await self.of(session).people_in(session)

    def listen(self, bot: Bot, listener: RoomListener) -> None:
        """Tell of what people do to rooms by hand."""
        self.roles.listen(bot)
        for room in self._kinds.values():
            room.listen(bot, listener)
