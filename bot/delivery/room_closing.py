"""Closing a room when its circle is over, in the way that its people were told before they agreed."""

from __future__ import annotations

import logging

import discord

from bot.pace import Pace
from bot.services.circle.sessions import Session
from bot.services.rooms.afterwards import Afterwards, afterwards
from bot.services.settings.desk import SettingsDesk
from bot.services.settings.servers import AtEnd

from .clearing import Clearing
from .failures import in_short
from .rooms.kinds import Rooms

log = logging.getLogger(__name__)


class RoomClosing:
    """Deletes a room, closes it or leaves it open, and takes the bot's own messages from one that stays."""

    def __init__(self, rooms: Rooms, pace: Pace, settings: SettingsDesk, clearing: Clearing) -> None:
        self._rooms = rooms
        self._pace = pace
        self._settings = settings
        self._clearing = clearing

    def afterwards(self, session: Session) -> Afterwards:
        """What becomes of a session's room."""
        return afterwards(session, self._settings.rules(session.guild_xid))

    async def close(self, session: Session) -> None:
        """Do it. What Discord answers with instead is raised; begun again, it goes on.

        Raises:
            discord.HTTPException: Discord said no.
        """
        what = self.afterwards(session)
        if what.clears:
            try:
                await self._clearing.clear(session)
            except discord.Forbidden as error:
                # Whoever took that permission may delete them; the room is not to stand open for it.
                log.warning("The bot's messages in a room could not be deleted: %s", in_short(error))
        if what.at_end is not AtEnd.KEEP:
            await self._pace.turn()
            await self._rooms.of(session).close(session, delete=what.at_end is AtEnd.DELETE)
