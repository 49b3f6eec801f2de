"""The ways to answer one interaction: first, and after that; to one person, or to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.ids import MessageXid

from .given_answer import GivenAnswer
from .layout import Card
from .resending import only_once


class Answering:
    """What answering takes, whoever asked and whatever it is about."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self.interaction = interaction
        self.shown_xid: MessageXid | None = None
        """The private message that was shown last, if Discord says which it is."""
        self.takes_place = False
        """Whether the first answer takes the place of the message that it is about, such as an earlier refusal."""

    async def answer(self, card: Card) -> GivenAnswer:
        """Show a card to whoever asked: as the first answer, or after it. Returns the way to change it."""
        takes_place, self.takes_place = self.takes_place, False
        if not self.interaction.response.is_done():
            if takes_place:
                self.shown_xid = await self.redraw(card)
            else:
                answered = await self.interaction.response.send_message(view=card, ephemeral=True)
                self.shown_xid = None if answered.message_id is None else MessageXid(answered.message_id)
        elif takes_place:
            self.shown_xid = MessageXid((await self.interaction.edit_original_response(view=card)).id)
        else:
            sent = await self.interaction.followup.send(view=card, ephemeral=True, wait=True)
            self.shown_xid = MessageXid(sent.id)
            return GivenAnswer(self.interaction, self.shown_xid)
        return GivenAnswer(self.interaction)

    async def show_with_files(self, card: Card, files: Sequence[discord.File]) -> None:
        """Show a card with the files it names to whoever asked, after `take_time`."""
        sent = await self.interaction.followup.send(view=card, files=files, ephemeral=True, wait=True)
        self.shown_xid = MessageXid(sent.id)

    async def show_everyone(self, card: Card) -> MessageXid:
        """Show a card to everyone, after the first answer. Nobody is pinged by it. Returns the message's id.

        It is sent once at the most, because Discord recognises no answer that is given twice. Whoever calls this has
        another way.

        Raises:
            discord.HTTPException, aiohttp.ClientError: Discord may have it all the same.
        """
        with only_once():
            message = await self.interaction.followup.send(
                view=card, allowed_mentions=discord.AllowedMentions.none(), wait=True
            )
        return MessageXid(message.id)

    async def redraw(self, card: Card) -> MessageXid | None:
        """Answer by drawing the card that was pressed anew. Nobody is pinged by that. Returns its message."""
        self.takes_place = False
        nobody = discord.AllowedMentions.none()
        await self.interaction.response.edit_message(view=card, allowed_mentions=nobody)
        self.interaction.client.pressed.keep(self.interaction)
        message = self.interaction.message
        return None if message is None else MessageXid(message.id)

    async def open(self, modal: ui.Modal) -> None:
        """Answer by opening a form."""
        await self.interaction.response.send_modal(modal)

    async def take_time(self) -> None:
        """Have Discord say that the answer takes a moment. It has to be given within three seconds otherwise."""
        if self.interaction.response.is_done():
            return
        if self.takes_place:
            await self.interaction.response.defer()
        else:
            await self.interaction.response.defer(ephemeral=True, thinking=True)
