"""What buttons, cards and cogs may expect of the bot they run in. `bot.client` is it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord.ext import commands

from bot.content import Content
from bot.services.circles import Circles
from bot.services.library import Library
from bot.settings import Settings

from .i18n import Catalogues
from .shown import ShownCards
from .whispers import Whispers

if TYPE_CHECKING:
    from .press import Press

Handler: TypeAlias = "Callable[[Press], Awaitable[None]]"
"""What a press of one verb leads to."""


class Host(commands.Bot):
    """A bot that has circles."""

    settings: Settings
    content: Content
    catalogues: Catalogues
    circles: Circles
    library: Library
    whispers: Whispers
    shown: ShownCards
    presses: dict[str, Handler]
    """What each verb of a button leads to; the cogs register theirs."""
    lost_modals: dict[str, Callable[[Interaction], Awaitable[None]]]
    """What a form leads to that was open while the bot restarted, by the word after `sc:` in its id."""


Interaction: TypeAlias = discord.Interaction[Host]
