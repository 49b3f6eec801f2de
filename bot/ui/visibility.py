"""Whether somebody may know of a circle. Commands, what they offer while one types, presses, forms and Discord's
own events all ask here.

A circle is known to those who can see its channel, to those who have a place in it, and to whoever runs the
server. For everybody else there is no such circle, and they are told nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.ids import ChannelXid, SessionId
from bot.services.circle.sessions import NoSession, Session

from .request import Request


class NotToKnow(NoSession):
    """For whoever asked there is no such session."""


async def known_to(request: Request, sessions: Iterable[Session]) -> list[Session]:
    """Those of a server's sessions that this person may know of, in their order."""
    found = list(sessions)
    hidden = {m.id for m in found if not sees(request, m.parent_xid)}
    if hidden:
        hidden -= await request.bot.desks.circle.with_place(hidden, request.member_xid)
    return [m for m in found if m.id not in hidden]


def sees(request: Request, channel_xid: ChannelXid) -> bool:
    """Whether this person sees that channel of the server they are in, or runs the server."""
    member = request.interaction.user
    return isinstance(member, discord.Member) and (
        request.is_admin or _sees(member.guild, channel_xid, member)
    )


async def require_known(request: Request, session_id: SessionId) -> None:
    """Whatever is asked of a session comes after this: the server it is asked in, and whether it may be known.

    In a direct message Discord does not say who somebody is in the server. There those with a place know of the
    circle; of others the server is asked.

    Raises:
        NoSession: it is gone.
        NotToKnow: it is another server's, or it is not for this person to know of. No difference shows.
    """
    bot, asked_in = request.bot, request.interaction.guild_id
    where = await bot.desks.circle.where.of(session_id)
    guild_xid, parent_xid = where.guild_xid, where.parent_xid
    if asked_in not in (None, guild_xid):
        raise NotToKnow
    if sees(request, parent_xid):
        return
    if session_id in await bot.desks.circle.with_place([session_id], request.member_xid):
        return
    if asked_in is None:
        member = await request.member_of(guild_xid)
        if member is not None and _sees(member.guild, parent_xid, member):
            return
    raise NotToKnow


def _sees(guild: discord.Guild, channel_xid: ChannelXid, who: discord.Member | discord.Role) -> bool:
    channel = guild.get_channel(channel_xid)
    return channel is not None and channel.permissions_for(who).view_channel


def is_open_to_all(guild: discord.Guild, channel_xid: ChannelXid) -> bool:
    """Whether everyone in the server sees the channel. Only then may Discord's own events name its circles."""
    return _sees(guild, channel_xid, guild.default_role)
