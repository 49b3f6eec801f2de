"""Deleting the bot's own messages in a room that stays when its circle is over.

They name who had the piece, and in which order. What people wrote is theirs, and stays; so does what Discord itself
wrote of who was added, which nobody can delete.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.ids import ChannelXid, MessageXid
from bot.services.circle.sessions import Session
from bot.services.rooms.afterwards import Own
from bot.services.rooms.desk import RoomsDesk
from bot.ui.request import Bot

from .failures import in_short

log = logging.getLogger(__name__)

MOST, LEAST = 100, 2
"""How many messages Discord deletes at once, and on one page of a history."""
NOT_TOO_OLD = timedelta(days=14) - timedelta(hours=1)
"""Older ones Discord deletes only one by one; with an hour for clocks that differ."""
OURS = (discord.MessageType.default, discord.MessageType.reply, discord.MessageType.chat_input_command)
"""What the bot itself wrote, and may delete. What Discord writes in its name of people it added is of other kinds."""
NOT_AT_ONCE = (50003, 50013, 50016, 50034)
"""Discord's codes for a channel, a permission, a number or an age with which messages go only one by one."""


class Clearing:
    """Deletes what the bot wrote, as many at once as Discord lets it."""

    def __init__(self, bot: Bot, desk: RoomsDesk) -> None:
        self._bot = bot
        self._desk = desk

    async def clear(self, session: Session) -> None:
        """Delete the bot's messages of this session. Begun again, it goes on with what is left.

        Raises:
            discord.HTTPException: Discord said no.
        """
        own = await self._desk.own_messages(session.id)
        if own is None or session.room_xid is None:
            return
        found = await self._found(session.room_xid, own)
        log.info("Deleting the bot's messages in a room that stays: %d", len(found))
        newest_old = discord.utils.time_snowflake(self._bot.clock.discord_now() - NOT_TOO_OLD)
        young = [xid for xid in found if xid > newest_old]
        at_once = await self._at_once(session, young)
        for xid in found:
            if xid not in at_once:
                await self._one(session, xid)

    async def _found(self, room_xid: ChannelXid, own: Own) -> list[MessageXid]:
        """The bot's messages there, oldest first: page by page, and the cards that are known. Who else wrote is not
        looked at."""
        room = self._bot.get_partial_messageable(room_xid)
        found = set(own.cards)
        after = discord.Object(0 if own.since is None else own.since - 1)
        me = self._bot.user
        while True:
            await self._bot.pace.turn()
            page = [message async for message in room.history(limit=MOST, after=after, oldest_first=True)]
            mine = (m for m in page if me is not None and m.author.id == me.id and m.type in OURS)
            found.update(MessageXid(m.id) for m in mine)
            if len(page) < MOST:
                return sorted(found - own.stay)
            after = discord.Object(page[-1].id)

    async def _at_once(self, session: Session, young: Sequence[MessageXid]) -> set[MessageXid]:
        """Delete up to a hundred in one call, where the bot may. Returns which are gone."""
        gone: set[MessageXid] = set()
        guild = self._bot.get_guild(session.guild_xid)
        room = None if guild is None else guild.get_channel_or_thread(session.room_xid or 0)
        if guild is None or (room is not None and not room.permissions_for(guild.me).manage_messages):
            return gone
        for first in range(0, len(young), MOST):
            some = young[first : first + MOST]
            if len(some) < LEAST:
                break
            await self._bot.pace.turn()
            try:
                await self._bot.http.delete_messages(session.room_xid or 0, list(some))
            except discord.HTTPException as error:
                if error.code not in NOT_AT_ONCE:
                    raise
                log.info("The bot's messages are deleted one by one: %s", in_short(error))
                break
            gone.update(some)
        return gone

    async def _one(self, session: Session, message_xid: MessageXid) -> None:
        await self._bot.pace.turn()
        room = self._bot.get_partial_messageable(session.room_xid or 0, guild_id=session.guild_xid)
        try:
            await room.get_partial_message(message_xid).delete()
        except discord.NotFound as error:
            if error.code != 10008:
                raise
