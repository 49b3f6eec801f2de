"""Support for one person, in private, at any time."""

from typing import TYPE_CHECKING

from .support import HANDLERS, CareCommands

if TYPE_CHECKING:
    from bot.client import StoryCircleBot


async def setup(bot: "StoryCircleBot") -> None:
    """Add the command and register what the buttons lead to."""
    bot.presses.update(HANDLERS)
    await bot.add_cog(CareCommands(bot))
