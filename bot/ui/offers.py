"""What is offered while somebody types an option, alike for every command that has it."""

from __future__ import annotations

from discord import app_commands

from .host import Interaction

Choice = app_commands.Choice[str]


async def formats(interaction: Interaction, current: str) -> list[Choice]:
    """The formats there are."""
    t = interaction.client.catalogues.pick(interaction.locale)
    named = [(t.content(f.title), f.id) for f in interaction.client.content.formats.values()]
    typed = current.casefold()
    return [app_commands.Choice(name=n, value=i) for n, i in named if typed in n.casefold() or typed in i]
