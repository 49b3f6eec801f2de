"""The permissions of a channel that was made for one session, as they are and as they are to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import discord

from bot.ui.request import Bot

from .hearing.wants import TAKEN
from .own_changes import OwnChanges

Made: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel
"""What can be made for one session alone."""
ROLE: Literal[0] = 0
MEMBER: Literal[1] = 1
"""The types of a permission, as Discord has them."""


def overwrite_of(room: discord.abc.GuildChannel, xid: int) -> discord.PermissionOverwrite:
    """What a person or a role may do in a channel by name; empty when nothing is said of them. Far quicker than all of
    a channel's permissions: it is asked for every message in a room."""
    return room.overwrites_for(discord.Object(xid))


async def change_one(
    bot: Bot, changes: OwnChanges, room: discord.abc.GuildChannel, xid: int, values: Mapping[str, bool | None]
) -> None:
    """Set what one person or role may do in a channel, in one call, and leave the rest of it as it is. What is so
    already costs no call, and an entry that says nothing any more goes.

    Raises:
        discord.HTTPException: Discord said no.
    """
    before = overwrite_of(room, xid)
    # `copy` would share the values of the one it copies, and nothing would ever look changed.
    after = discord.PermissionOverwrite.from_pair(*before.pair())
    after.update(**values)
    if after == before:
        return
    kind = MEMBER if room.guild.get_role(xid) is None else ROLE
    allow, deny = (str(part.value) for part in after.pair())
    with changes.of(room.id):
        if after.is_empty():
            await bot.http.delete_channel_permissions(room.id, xid)
        else:
            await bot.http.edit_channel_permissions(room.id, xid, allow, deny, kind)


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
