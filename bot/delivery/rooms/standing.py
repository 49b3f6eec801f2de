"""A text channel of the server in which a circle meets, and which stays when the circle is over.

Nothing of it is changed here: who sees it while the circle is there is set, marked and put back by `hearing`.
"""

from __future__ import annotations

from datetime import datetime

import discord

from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.services.rooms.obstacles import NONE, Obstacle
from bot.ui.request import Bot
from bot.ui.rooms.standing import lacks

from ..failures import Verdict
from .channel import ChannelRoom
from .looking_up import member_of
from .overwrites import Made
from .room import Hindered


class StandingRoom(ChannelRoom):
    """The Discord side of such a channel."""

    async def check(self, session: Session) -> None:
        """Look whether the bot has what it needs there. Slow mode and the like are the server's own.

        Raises:
            Hindered: the bot lacks a permission.
        """
        if not self.may_let_in(session):
            raise Hindered(Verdict.FORBIDDEN)

    async def open_again(self, session: Session) -> None:
        """Nothing: it was not closed for the circle."""

    async def keep_shut(self, session: Session) -> None:
        """Nothing: it is as it was once the circle has gone."""

    async def close(self, session: Session, *, delete: bool) -> None:
        """Nothing: it stays, and its people are let out when the session is forgotten."""

    async def admit(self, session: Session, member_xid: MemberXid) -> None:
        """Nothing: whoever has a seat is let in as soon as that is saved."""

    async def dismiss(self, session: Session, member_xid: MemberXid, *, barred: bool = False) -> bool:
        """Nothing: whoever has no seat any more is let out as soon as that is saved."""
        return False

    async def look_for(self, session: Session, member_xid: MemberXid, now: datetime) -> Obstacle:
        """Look whether somebody is still in the server. Returns what keeps them from taking part.

        Raises:
            ConnectionError: Discord has not told of the server; trying again later may work.
            discord.NotFound: they are not.
            discord.HTTPException: Discord does not say.
        """
        member = await member_of(self._bot, session, member_xid)
        room = member.guild.get_channel(session.room_xid or 0)
        self._roles.told_of(member)
        return await self._in_the_way(session, room, member_xid) if isinstance(room, self.kind) else NONE

    def _lacks(self, room: Made) -> list[str]:
        assert isinstance(room, discord.TextChannel)
        return lacks(room)

    def missing(self, session: Session) -> list[str]:
        """The permissions the bot lacks there, by Discord's names for them."""
        room = self._bot.get_channel(session.room_xid or 0)
        return self._lacks(room) if isinstance(room, discord.TextChannel) else []


def is_hidden(bot: Bot, session: Session) -> bool:
    """Whether nobody sees the room but people who were let in one by one, as far as Discord has told."""
    room = bot.get_channel(session.room_xid or 0)
    if not isinstance(room, discord.TextChannel):
        return False
    roles = [overwrite for whom, overwrite in room.overwrites.items() if isinstance(whom, discord.Role)]
    closed = room.overwrites_for(room.guild.default_role).view_channel is False
    return closed and not any(overwrite.view_channel for overwrite in roles)
