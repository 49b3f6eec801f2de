"""Questions: looking through them, and a server's own: adding, removing, and carrying them in files."""

from bot.ui.request import Bot

from . import looking, removing
from .commands import PromptCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(looking.HANDLERS)
    bot.other_presses.update(removing.HANDLERS)
    await bot.add_cog(PromptCommands())
