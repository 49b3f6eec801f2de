"""Formats: looking at them, and a server's own: made, changed, tried, carried in files, removed."""

from bot.ui.request import Bot

from . import browsing, drafting, removing
from .commands import FormatCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    for handlers in (browsing.HANDLERS, drafting.HANDLERS, removing.HANDLERS):
        bot.other_presses.update(handlers)
    await bot.add_cog(FormatCommands())
