"""An answer that was given, for as long as Discord lets it be changed.

Discord does not count such a change against its global limit, so it is the first way to whatever was shown like this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.ids import MessageXid

from .layout import Card
from .resending import only_once


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer to something that was pressed or typed, or a message that followed it."""

    to: discord.Interaction[Any]
    message_xid: MessageXid | None = None
    """The message that followed; None for the first answer, which may be the card that was pressed."""

    @property
    def open_until(self) -> datetime:
        """When Discord stops letting it be changed."""
        return self.to.expires_at

    @property
    def where_xid(self) -> int:
        """The channel it is in; 0 where Discord names none."""
        return self.to.channel_id or 0

    async def change(self, card: Card) -> None:
        """Show this card in its place. Nobody is pinged by that.

        Raises:
            discord.HTTPException: it is gone, or (`is_passing`) Discord is not available.
        """
        nobody = discord.AllowedMentions.none()
        if self.message_xid is None:
            await self.to.edit_original_response(view=card, allowed_mentions=nobody)
        else:
            await self.to.followup.edit_message(self.message_xid, view=card, allowed_mentions=nobody)

    async def follow(self, card: Card, pings: Sequence[int]) -> GivenAnswer:
        """Show one more card to everyone there, which may ping these people. It is sent once at the most, because
        Discord recognises no answer that is given twice.

        Raises:
            discord.HTTPException: this answer can be followed no more, or (`is_passing`) Discord is not available.
            aiohttp.ClientError: Discord may have it all the same.
        """
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, replied_user=False, users=[discord.Object(xid) for xid in pings]
        )
        with only_once():
            message = await self.to.followup.send(view=card, allowed_mentions=allowed, wait=True)
        return GivenAnswer(self.to, MessageXid(message.id))

    async def take_away(self) -> None:
        """Delete it.

        Raises:
            discord.HTTPException: it is gone already, or (`is_passing`) Discord is not available.
        """
        if self.message_xid is None:
            await self.to.delete_original_response()
        else:
            await self.to.followup.delete_message(self.message_xid)


def is_passing(error: discord.HTTPException) -> bool:
    """Whether Discord is not available, or asks for time: the same may work later. Everything else will not."""
    return error.status == 429 or error.status >= 500
