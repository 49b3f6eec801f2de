"""Sessions: opening one, taking a seat, and everything that happens in it."""

from bot.ui.request import Bot

from . import (
    adding_lines,
    agreeing,
    asking,
    choosing,
    confidential_presses,
    facilitator_presses,
    gathering,
    listening,
    looking_back,
    member_presses,
    not_this_time,
    on_call,
    quieting,
    removing,
    slips,
    trying,
    your_turn,
)
from .commands import CircleCommands
from .piece_commands import PieceCommands


async def setup(bot: Bot) -> None:
    """Add the commands and register what the buttons lead to."""
    bot.presses.update(member_presses.HANDLERS)
    bot.presses.update(agreeing.HANDLERS)
    bot.presses.update(not_this_time.HANDLERS)
    bot.presses.update(adding_lines.HANDLERS)
    bot.presses.update(your_turn.HANDLERS)
    bot.presses.update(facilitator_presses.HANDLERS)
    bot.presses.update(confidential_presses.HANDLERS)
    bot.other_presses.update(looking_back.ANYWHERE)
    bot.other_presses.update(slips.ANYWHERE)
    bot.presses.update(asking.HANDLERS)
    bot.presses.update(removing.HANDLERS)
    bot.presses.update(quieting.HANDLERS)
    bot.other_presses.update(choosing.HANDLERS)
    bot.other_presses.update(trying.HANDLERS)
    bot.other_presses.update(gathering.HANDLERS)
    bot.other_presses.update(on_call.HANDLERS)
    await bot.add_cog(CircleCommands())
    await bot.add_cog(PieceCommands())
    bot.hear_of_messages.append(listening.Listening(bot).heard)
