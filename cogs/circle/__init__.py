"""Sessions: opening one, taking a seat, and everything that happens in it."""

from typing import TYPE_CHECKING

from . import facilitator_presses, member_presses
from .commands import CircleCommands

if TYPE_CHECKING:
    from bot.client import StoryCircleBot


async def setup(bot: "StoryCircleBot") -> None:
    """Add the commands and register what the buttons lead to."""
    bot.presses.update(member_presses.HANDLERS)
    bot.presses.update(facilitator_presses.HANDLERS)
    await bot.add_cog(CircleCommands(bot))
