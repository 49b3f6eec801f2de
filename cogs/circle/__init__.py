"""Sessions: opening one, taking a seat, and everything that happens in it."""

from bot.ui.host import Host

from . import asking, facilitator_presses, member_presses
from .commands import CircleCommands


async def setup(bot: Host) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.presses.update(member_presses.HANDLERS)
    bot.presses.update(facilitator_presses.HANDLERS)
    bot.presses.update(asking.HANDLERS)
    await bot.add_cog(CircleCommands(bot))
