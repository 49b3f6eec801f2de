"""What the gateway tells that may change who is heard, told to the reconciler."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

import discord
from discord.ext import commands

from bot.ids import GuildXid
from bot.services.rooms.marks import Value

from ..on_stage import place_of
from .driver import Hearing


def listen(bot: commands.Bot, hearing: Hearing) -> None:
    """Begin to listen to what others do, and to the line itself."""

    async def lost() -> None:
        hearing.line_lost()

    async def back() -> None:
        hearing.line_back()

    async def server(guild: discord.Guild) -> None:
        hearing.changed(GuildXid(guild.id))

    async def channel(*changed: discord.abc.GuildChannel) -> None:
        hearing.changed(GuildXid(changed[-1].guild.id))

    async def role(before: discord.Role, after: discord.Role) -> None:
        hearing.permissions_changed(GuildXid(after.guild.id))

    async def voice(member: discord.Member, before: discord.VoiceState, after: discord.VoiceState) -> None:
        if _heard_by(before) != _heard_by(after):
            said = (Value.MUTED if after.mute else Value.UNMUTED, place_of(after))
            may = member.guild_permissions.mute_members
            hearing.told_of(GuildXid(member.guild.id), member.id, said, is_free=may)

    heard: dict[str, Callable[..., Coroutine[object, object, None]]] = {
        "on_disconnect": lost,
        "on_resumed": back,
        "on_ready": back,
        "on_guild_available": server,
        "on_guild_join": server,
        "on_guild_channel_update": channel,
        "on_guild_channel_delete": channel,
        "on_guild_role_update": role,
        "on_voice_state_update": voice,
    }
    for name, listener in heard.items():
        bot.add_listener(listener, name)


def _heard_by(state: discord.VoiceState) -> tuple[object, ...]:
    """What says whether somebody can be heard, and where."""
    return state.channel, state.mute, state.suppress, state.requested_to_speak_at
