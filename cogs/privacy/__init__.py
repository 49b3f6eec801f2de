"""A person's rights: what is kept of them, why, and erasing it."""

from bot.ui.request import Bot

from .commands import HANDLERS, PrivacyCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(HANDLERS)
    await bot.add_cog(PrivacyCommands())
