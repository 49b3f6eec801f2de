"""Support for one person, in private, at any time; and the places a server points to."""

from bot.ui.request import Bot

from . import greeting, handing, hard_moments, next_day, places, protocol, support
from .reminding import Reminder
from .support import CareCommands


async def setup(bot: Bot) -> None:
    """Add the commands, register what the buttons lead to, and remind admins of the places."""
    bot.presses.update(support.HANDLERS)
    bot.presses.update(handing.HANDLERS)
    bot.lost_modals[handing.FORM] = handing.sent_after_restart
    bot.other_presses.update(support.ANYWHERE)
    bot.presses.update(hard_moments.HANDLERS)
    bot.presses.update(greeting.HANDLERS)
    bot.other_presses.update(greeting.ANYWHERE)
    await bot.add_cog(greeting.GreetersChannels(bot))
    bot.presses.update(next_day.HANDLERS)
    bot.other_presses.update(next_day.ANYWHERE)
    bot.other_presses.update(places.HANDLERS)
    bot.other_presses.update(protocol.HANDLERS)
    await bot.add_cog(CareCommands())
    await bot.add_cog(Reminder())
