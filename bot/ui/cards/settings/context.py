"""What the cards of a server's settings are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import discord

from bot.content import Content
from bot.services.care.places import SupportPlace
from bot.services.settings.rules import ServerRules
from bot.services.settings.servers import Server

from ...i18n import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacks:
    """What Discord keeps from the bot, or from everybody, in this server."""

    everywhere: Sequence[str] = ()
    """The permissions the bot lacks in the whole server, by Discord's names for them."""
    here: Sequence[str] = ()
    """Those it lacks only in the channel in which this is read."""
    two_factor: bool = False
    """Whether Discord asks for two-factor authentication of whoever owns the bot, and they have none."""
    facilitators: bool = False
    """Whether nobody but admins may hold circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsContext:
    """A server's settings, for whoever runs it."""

    t: Translator
    server: Server
    rules: ServerRules
    guild: discord.Guild | None
    hope: discord.abc.GuildChannel | None
    """The hope channel; None when it was deleted, or the bot cannot see it."""
    stuck: int
    """How many sparks of hope could not be posted there."""
    places: Sequence[SupportPlace]
    has_usual_places: bool
    """Whether the settings of the bot have places to turn to."""
    content: Content
    languages: Sequence[str]
    """The languages the bot speaks, by their short tags."""
    spoken: str
    """The one of them in which everyone reads here."""
    everyone: Translator
    """The voice of what everyone reads here."""
    lacks: Lacks
    today: date

    @property
    def greeters(self) -> discord.abc.GuildChannel | None:
        """The channel of the greeters; None when there is none, or the bot cannot see it."""
        chosen = self.server.options.greeters_xid
        return None if self.guild is None or chosen is None else self.guild.get_channel(chosen)

    @property
    def version(self) -> int:
        """Which change of the settings this is."""
        return self.server.version
