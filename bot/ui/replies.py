"""Private answers: whoever pressed or typed sees them, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from .layout import Card


async def say(interaction: discord.Interaction[Any], text: str, buttons: Sequence[ui.Item[Any]] = ()) -> None:
    """Answer in private: as the first answer, or after it."""
    await show(interaction, Card().say(text).row(*buttons))


async def show(interaction: discord.Interaction[Any], card: Card) -> None:
    """Show a card in private: as the first answer, or after it."""
    if interaction.response.is_done():
        await interaction.followup.send(view=card, ephemeral=True)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)


async def redraw(interaction: discord.Interaction[Any], card: Card) -> None:
    """Answer by drawing the card that was pressed anew. Nobody is pinged by that."""
    await interaction.response.edit_message(view=card, allowed_mentions=discord.AllowedMentions.none())
