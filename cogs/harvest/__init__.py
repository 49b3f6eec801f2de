"""Sparks of hope: offering one, agreeing to what is posted, and taking it back."""

from bot.ui.request import Bot

from . import offering, withdrawing
from .withdrawing import HopeChannels


async def setup(bot: Bot) -> None:
    """Register what the buttons lead to, and listen for channels that are deleted."""
    bot.presses.update(offering.HANDLERS)
    bot.other_presses.update(offering.ANYWHERE)
    bot.other_presses.update(withdrawing.HANDLERS)
    await bot.add_cog(HopeChannels(bot))
