"""Schedules: circles that meet again and again."""

from bot.ui.host import Host

from . import drafting, wishes
from .back_again import BackAgain
from .commands import ScheduleCommands


async def setup(bot: Host) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.other_presses.update(drafting.HANDLERS)
    bot.other_presses.update(wishes.HANDLERS)
    await bot.add_cog(ScheduleCommands(bot))
    await bot.add_cog(BackAgain(bot))
