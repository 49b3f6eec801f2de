"""Discord's permissions by the names people see in its own settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

import discord

from bot.services.rooms.obstacles import NONE, Obstacle

from .i18n import N_, Translator

_NAMES = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "create_private_threads": N_("Create Private Threads"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
    "manage_threads": N_("Manage Threads"),
}

NEEDED = discord.Permissions(**dict.fromkeys(_NAMES, True))
"""What the bot needs in the channel: to invite, to open the room, to write in it, and to close it."""


def is_text(channel: object) -> TypeGuard[discord.TextChannel]:
    """Whether a channel can hold a circle's room: private threads exist only in plain text channels. The library's
    class for them includes announcement channels."""
    return isinstance(channel, discord.TextChannel) and channel.type is discord.ChannelType.text


HOPE_NEEDED = ("view_channel", "send_messages")
"""What the bot needs in the hope channel: to post a spark, and to delete it again when it is withdrawn."""


TO_TAKE_PART = ("view_channel", "send_messages_in_threads")
"""What a person needs in the channel to see the room below it, and to write there."""


TO_OPEN = ("manage_threads",)
"""What the bot needs to open a room that somebody closed, or slowed down."""


def obstacle_of(has: discord.Permissions) -> Obstacle:
    """What is in the way of somebody who has these permissions in the channel."""
    lacking = missing_to_take_part(has)
    why = Obstacle.CANNOT_SEE if "view_channel" in lacking else NONE
    return why | (Obstacle.CANNOT_WRITE if "send_messages_in_threads" in lacking else NONE)


def missing_to_take_part(has: discord.Permissions) -> list[str]:
    """The permissions somebody needs for a seat that are not among these."""
    return [name for name in TO_TAKE_PART if not getattr(has, name)]


def missing_for_hope(has: discord.Permissions) -> list[str]:
    """The permissions a hope channel needs that are not among these."""
    return [name for name in HOPE_NEEDED if not getattr(has, name)]


def missing_from(has: discord.Permissions) -> list[str]:
    """The permissions a circle needs that are not among these."""
    return [name for name in _NAMES if not getattr(has, name)]


def permission_names(t: Translator, names: Iterable[str]) -> str:
    """The permissions as people see them, in the reader's language."""
    return ", ".join(f"**{t(_NAMES.get(name, name))}**" for name in names)
