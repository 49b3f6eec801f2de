"""The base of every modal: whatever goes wrong in it is logged and answered."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from .errors import answer_error


class SafeModal(ui.Modal):
    """A modal that always answers. Override `submitted`."""

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await self.submitted(interaction)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """What sending the modal leads to."""
        raise NotImplementedError

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await answer_error(interaction, error)
