"""The base of every modal: whatever goes wrong in it is logged and answered."""

from __future__ import annotations

import secrets
from typing import Any

import discord
from discord import ui

from .errors import answer_error


class SafeModal(ui.Modal):
    """A modal that always answers. Override `submitted`.

    Its id ends in chance: the library finds an open modal by its id alone, so of two people who have the same
    one open, the first to send it would leave the other without an answer.
    """

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=f"{custom_id}:{secrets.token_hex(4)}")

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await self.submitted(interaction)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """What sending the modal leads to."""
        raise NotImplementedError

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await answer_error(interaction, error)
