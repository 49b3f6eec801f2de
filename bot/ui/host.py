"""What buttons, cards and cogs may expect of the bot they run in. `bot.client` is it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

import discord
from discord.ext import commands

from bot.content import Content
from bot.pace import Pace
from bot.services.circles import Circles
from bot.services.library import Library
from bot.services.sparks import Withdrawal
from bot.services.timetable import Timetable
from bot.settings import Settings

from .i18n import Catalogues
from .shown import ShownCards
from .whispers import Whispers

if TYPE_CHECKING:
    from .press import Press


class Hope(Protocol):
    """Whoever posts sparks of hope, and takes them back. `bot.delivery.hope` is it."""

    async def withdraw(self, token: str) -> Withdrawal:
        """Take back the spark of whoever has this token."""

    async def withdraw_by_code(self, mark: str, typed: str, channel_xid: int, message_xid: int) -> Withdrawal:
        """Take back the posted spark with that mark, if what was typed is its code."""

    def code(self, token: str) -> str:
        """The short code that goes with a token."""

    async def channel_gone(self, channel_xid: int) -> None:
        """A channel was deleted, and with it whatever was posted there."""


class Lookout(Protocol):
    """Whoever looks after a silent piece. `bot.delivery.lookout` is it."""

    def heard(self, session_id: int) -> None:
        """Whoever has the piece in this session has just written something."""


Handler: TypeAlias = "Callable[[Press], Awaitable[None]]"
"""What a press of one verb leads to."""


class Host(commands.Bot):
    """A bot that has circles."""

    settings: Settings
    content: Content
    catalogues: Catalogues
    pace: Pace
    """Whatever asks something of Discord that is no answer to an interaction waits for its turn here first."""
    circles: Circles
    timetable: Timetable
    library: Library
    whispers: Whispers
    shown: ShownCards
    hope: Hope
    lookout: Lookout
    presses: dict[str, Handler]
    """What each verb of a button that is about a session leads to; the cogs register theirs. Before it, it is
    checked that the session may be known to whoever pressed."""
    other_presses: dict[str, Handler]
    """The same for verbs whose number, if it says anything, is not a session's."""
    lost_modals: dict[str, Callable[[Interaction], Awaitable[None]]]
    """What a form leads to that was open while the bot restarted, by the word after `sc:` in its id."""


Interaction: TypeAlias = discord.Interaction[Host]
