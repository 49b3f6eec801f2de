"""Posting cards in a channel or a room, and changing them there. It is the same for every kind of room."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.ids import ChannelXid, MessageXid
from bot.services.circle.sessions import Session
from bot.ui.layout import Card
from bot.ui.request import Bot


class Posting:
    """Cards as messages."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def post(
        self, session: Session, channel_xid: ChannelXid, card: Card, nonce: str, pings: Sequence[int]
    ) -> MessageXid:
        """Post a card. The same nonce within a few minutes posts nothing twice. Returns the message's id."""
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, replied_user=False, users=[discord.Object(xid) for xid in pings]
        )
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        message = await channel.send(view=card, nonce=nonce, allowed_mentions=allowed)
        return MessageXid(message.id)

    async def edit(
        self, session: Session, channel_xid: ChannelXid, message_xid: MessageXid, card: Card
    ) -> None:
        """Draw a card anew. An edit pings nobody."""
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        await channel.get_partial_message(message_xid).edit(
            view=card, allowed_mentions=discord.AllowedMentions.none()
        )

    async def take_down(self, session: Session, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
        """Delete a card.

        Raises:
            discord.HTTPException: Discord said no.
        """
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        await channel.get_partial_message(message_xid).delete()
