"""Discord's permissions by the names people see in its own settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeGuard

import discord

from .i18n import N_, Translator

_NAMES = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "create_events": N_("Create Events"),
    "read_message_history": N_("Read Message History"),
    "manage_messages": N_("Manage Messages"),
    "manage_events": N_("Manage Events"),
    "manage_guild": N_("Manage Server"),
}
"""Those that are not of one kind of room. What a kind of room needs, it names itself."""
_NONE: Mapping[str, str] = MappingProxyType({})


def is_text(channel: object) -> TypeGuard[discord.TextChannel]:
    """Whether a circle can be opened in a channel. The library's class for text channels includes those for
    announcements, which cannot hold a room."""
    return isinstance(channel, discord.TextChannel) and channel.type is discord.ChannelType.text


BESIDES = ("create_events", "read_message_history")
"""What the bot would like in a server besides: for the server's events, and to find a card it posted before a crash."""
HOPE_NEEDED = ("view_channel", "send_messages")
"""What the bot needs in the hope channel: to post a spark, and to delete it again when it is withdrawn."""


def missing_for_hope(has: discord.Permissions) -> list[str]:
    """The permissions a hope channel needs that are not among these."""
    return [name for name in HOPE_NEEDED if not getattr(has, name)]


def permission_names(t: Translator, names: Iterable[str], more: Mapping[str, str] = _NONE) -> str:
    """The permissions as people see them, in the reader's language.

    Args:
        t: the language.
        names: by Discord's names for them.
        more: how people see those that not every channel needs.
    """
    seen = {**_NAMES, **more}
    return ", ".join(f"**{t(seen[name]) if name in seen else _as_a_name(name)}**" for name in names)


def _as_a_name(name: str) -> str:
    """A permission that only a file of settings names, much as Discord shows it."""
    return name.replace("_", " ").title()
