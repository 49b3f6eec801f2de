"""What the admins of a server can set, each for their own server."""

from bot.ui.request import Bot

from . import changing
from .commands import SettingsCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(changing.HANDLERS)
    await bot.add_cog(SettingsCommands())
