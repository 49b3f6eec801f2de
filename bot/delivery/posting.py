"""Posting cards in a channel or a room, and changing them there. It is the same for every kind of room.

Each call waits for its turn, but for those that Discord does not count against its global limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord

from bot.ids import ChannelXid, MessageXid
from bot.services.circle.sessions import Session
from bot.ui.layout import Card
from bot.ui.request import Bot

LOOKED_AT = 100


def _buttons(items: Iterable[object]) -> set[str]:
    found = (getattr(item, "custom_id", None) for item in items)
    return {custom_id for custom_id in found if custom_id is not None}


class Posting:
    """Cards as messages."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def post(
        self,
        session: Session,
        channel_xid: ChannelXid,
        card: Card,
        nonce: str,
        pings: Sequence[int] = (),
        *,
        silent: bool = False,
    ) -> MessageXid:
        """Post a card; where it came before, without a sound (`silent`). The same nonce within a few minutes posts
        nothing twice. Returns the message's id."""
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, replied_user=False, users=[discord.Object(xid) for xid in pings]
        )
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        await self._bot.pace.turn()
        message = await channel.send(view=card, nonce=nonce, allowed_mentions=allowed, silent=silent)
        return MessageXid(message.id)

    async def edit(
        self, session: Session, channel_xid: ChannelXid, message_xid: MessageXid, card: Card
    ) -> None:
        """Draw a card anew. An edit pings nobody.

        Raises:
            discord.HTTPException: Discord said no.
        """
        if await self._bot.pressed.change(message_xid, card):
            return
        await self._bot.pace.turn()
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        await channel.get_partial_message(message_xid).edit(
            view=card, allowed_mentions=discord.AllowedMentions.none()
        )

    async def find(
        self, session: Session, channel_xid: ChannelXid, cards: Sequence[Card], after: MessageXid | None
    ) -> MessageXid | None:
        """The newest message in a channel with the buttons of one of these cards, among the last hundred and not older
        than `after`. What people wrote is not looked at; Discord does not send its words either (no privileged intent).

        Raises:
            discord.HTTPException: Discord said no.
        """
        wanted = [_buttons(card.walk_children()) for card in cards]
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        async for message in channel.history(limit=LOOKED_AT):
            if after is not None and message.id <= after:
                break
            mine = self._bot.user is not None and message.author.id == self._bot.user.id
            if not mine:
                continue
            there = _buttons(discord.ui.LayoutView.from_message(message).walk_children())
            if any(those <= there for those in wanted):
                return MessageXid(message.id)
        return None

    async def take_down(self, session: Session, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
        """Delete a card.

        Raises:
            discord.HTTPException: Discord said no.
        """
        if await self._bot.pressed.take_down(message_xid):
            return
        await self._bot.pace.turn()
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=session.guild_xid)
        await channel.get_partial_message(message_xid).delete()
