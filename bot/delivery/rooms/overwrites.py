"""The permissions of a channel that was made for one session, as they are and as they are to be."""

from __future__ import annotations

from typing import Any, TypeAlias

import discord

from bot.ids import MemberXid

from .hearing.wants import TAKEN

Made: TypeAlias = discord.TextChannel | discord.VoiceChannel
"""What can be made for one session alone."""


def overwrite_of(room: Made, xid: MemberXid) -> discord.PermissionOverwrite | None:
    """What a person's own permission in a channel is; None when they have none."""
    return next((overwrite for whom, overwrite in room.overwrites.items() if whom.id == xid), None)


def silenced(room: Made) -> dict[Any, discord.PermissionOverwrite]:
    """The permissions of a channel in which nobody but the bot writes any more, and all else is as it was."""
    me = room.guild.me
    taken = dict.fromkeys((name for name in TAKEN if getattr(me.guild_permissions, name)), False)
    after: dict[Any, discord.PermissionOverwrite] = {}
    for whom, overwrite in room.overwrites.items():
        if whom.id != me.id:
            overwrite.update(**taken)
        after[whom] = overwrite
    return after
