"""Schedules: circles that meet again and again."""

from bot.ui.request import Bot

from . import drafting, listing, series, wishes
from .back_again import BackAgain
from .commands import ScheduleCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(drafting.HANDLERS)
    bot.other_presses.update(series.HANDLERS)
    bot.other_presses.update(wishes.HANDLERS)
    bot.other_presses.update(listing.HANDLERS)
    await bot.add_cog(ScheduleCommands())
    await bot.add_cog(BackAgain())
