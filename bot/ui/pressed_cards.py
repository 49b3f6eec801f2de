"""The last press on each card, for as long as Discord lets its answer be changed.

A card can be changed by way of the press that was answered by redrawing it. Discord does not count that against the
global limit, so a turn that is ended elsewhere than on its card costs no call more. It is only a memory: without it, a
card is changed like any other message.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from typing import Any

import discord

from .layout import Card

_MOST = 10_000
"""How many cards are remembered at most."""
_LOOKED_AT = 4
"""How many of the oldest are looked at with each press: whatever cannot be changed by them any more is forgotten."""


class PressedCards:
    """Interactions by the message that they have redrawn."""

    def __init__(self) -> None:
        self._presses: OrderedDict[int, discord.Interaction[Any]] = OrderedDict()

    def keep(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the press that has just redrawn the card it was on."""
        if interaction.message is None:
            return
        self._presses.pop(interaction.message.id, None)
        self._presses[interaction.message.id] = interaction
        # They lie in the order in which they were pressed, so those that have expired lie first.
        for oldest, press in list(islice(self._presses.items(), _LOOKED_AT)):
            if len(self._presses) > _MOST or press.is_expired():
                del self._presses[oldest]

    async def change(self, message_xid: int, card: Card) -> bool:
        """Change a card by way of the last press on it. Returns whether that was possible.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
        """
        nobody = discord.AllowedMentions.none()
        press = self._of(message_xid)
        if press is None:
            return False
        try:
            await press.edit_original_response(view=card, allowed_mentions=nobody)
        except discord.HTTPException as error:
            return self._failed(message_xid, error)
        return True

    async def take_down(self, message_xid: int) -> bool:
        """Delete a card by way of the last press on it. Returns whether that was possible.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
        """
        press = self._of(message_xid)
        if press is None:
            return False
        try:
            await press.delete_original_response()
        except discord.HTTPException as error:
            return self._failed(message_xid, error)
        return True

    def _of(self, message_xid: int) -> discord.Interaction[Any] | None:
        press = self._presses.get(message_xid)
        if press is None or press.is_expired():
            self._presses.pop(message_xid, None)
            return None
        return press

    def _failed(self, message_xid: int, error: discord.HTTPException) -> bool:
        if error.status == 429 or error.status >= 500:
            raise error
        # Whatever is wrong with that answer, the card is a message like any other.
        self._presses.pop(message_xid, None)
        return False
