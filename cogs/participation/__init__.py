"""What circles have come to, as sums: reports and files for those who run a server, and for facilitators."""

from bot.ui.request import Bot

from .commands import ParticipationCommands


async def setup(bot: Bot) -> None:
    """Add the commands."""
    await bot.add_cog(ParticipationCommands())
