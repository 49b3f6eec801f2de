"""What the admins of a server can set, each for their own server."""

from bot.ui.request import Bot

from . import setup_steps
from .commands import SettingsCommands
from .reminding import ChoiceGone


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(setup_steps.HANDLERS)
    await bot.add_cog(SettingsCommands())
    await bot.add_cog(ChoiceGone())
