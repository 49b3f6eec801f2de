"""Support for one person, in private, at any time."""

from bot.ui.host import Host

from .support import HANDLERS, CareCommands


async def setup(bot: Host) -> None:
    """Add the command and register what the buttons lead to."""
    bot.presses.update(HANDLERS)
    await bot.add_cog(CareCommands(bot))
