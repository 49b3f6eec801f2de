"""Who may see and do what."""

from __future__ import annotations

from discord import Permissions

from ..ask import Ask, Rule
from ..errors import Refused
from ..permissions import sees
from ..shapes import BOT, DM

TWO_FACTOR = {"manage_threads", "manage_messages", "manage_channels", "manage_roles", "manage_guild"}


def sees_the_channel(ask: Ask) -> None:
    """403, 50001 where the bot sees nothing, before anything else is said of the place.

    Source: Discord's docs, Permissions > Implicit Permissions ("denying View Channel denies everything else"), and
    Threads > Permissions for private threads.
    """
    if ask.channel["type"] != DM and not sees(ask.world, ask.channel, BOT):
        raise Refused(50001)


def in_the_server(ask: Ask) -> None:
    """404, 10004 for a server the bot is not in. Source: Discord's docs, Opcodes and Status Codes."""
    _ = ask.server


def require(ask: Ask, *names: str) -> None:
    """403, 50013 without a permission; 403, 60003 where the server asks for two factors and the bot's owner has none.

    Sources: Discord's docs, Opcodes and Status Codes; Permissions, the note on starred ones ("require the owner
    account to use two-factor authentication when used on a guild that has server-wide 2FA enabled"); pycord #1538.
    """
    _require(ask, ask.may, names)


def require_in_server(ask: Ask, *names: str) -> None:
    """The same for what is asked of the server as a whole."""
    _require(ask, ask.may_in_server, names)


def _require(ask: Ask, may: Permissions, names: tuple[str, ...]) -> None:
    for name in names:
        if not getattr(may, name):
            raise Refused(50013)
        if name in TWO_FACTOR and ask.server.mfa_level and not ask.world.owner_has_two_factor:
            raise Refused(60003)


def needs(*names: str) -> Rule:
    """A rule that asks for these permissions in the place."""

    def rule(ask: Ask) -> None:
        require(ask, *names)

    rule.__doc__ = f"Needs {', '.join(names)}: {require.__doc__}"
    return rule


def may_write(ask: Ask) -> None:
    """403, 50013: in threads Send Messages in Threads is asked for, and Send Messages has no effect.

    Source: Discord's docs, Threads > Permissions.
    """
    if ask.channel["type"] != DM:
        require(ask, "send_messages_in_threads" if ask.is_thread else "send_messages")
