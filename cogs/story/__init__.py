"""Getting a story ready, in private, and taking back a spark of hope."""

from bot.ui.request import Bot

from .prepare import HANDLERS, StoryCommands, sent_after_restart


async def setup(bot: Bot) -> None:
    """Add the command, and keep the words of whoever was writing while the bot restarted."""
    bot.other_presses.update(HANDLERS)
    bot.lost_modals["story"] = sent_after_restart
    await bot.add_cog(StoryCommands())
