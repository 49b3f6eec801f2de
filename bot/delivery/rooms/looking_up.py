"""Looking up at Discord what every kind of room needs: its channel, its server, whether it is there, its people."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.ids import ChannelXid, MemberXid
from bot.services.circle.sessions import Session
from bot.ui.permissions import is_text
from bot.ui.request import Bot

from ..failures import Verdict
from .room import Hindered, NoPlace


def parent_of(bot: Bot, session: Session) -> discord.TextChannel:
    """The channel of the invitation.

    Raises:
        NoPlace: it is gone.
        Hindered: it is no text channel any more.
        ConnectionError: Discord has not told of the server yet; trying again later may work.
    """
    guild = bot.get_guild(session.guild_xid)
    if guild is None or guild.unavailable:
        raise ConnectionError("the server is not available")
    parent = bot.get_channel(session.parent_xid)
    if parent is None:
        raise NoPlace
    if not is_text(parent):
        raise Hindered(Verdict.NOT_HERE)
    return parent


async def is_there(bot: Bot, room_xid: ChannelXid) -> bool:
    """Whether a room that is remembered still exists: word of its end may be on its way."""
    try:
        await bot.fetch_channel(room_xid)
    except discord.NotFound:
        return False
    return True


async def member_of(bot: Bot, session: Session, member_xid: MemberXid) -> discord.Member:
    """Somebody as a member of the session's server, as Discord has them now.

    Raises:
        ConnectionError: Discord has not told of the server; trying again later may work.
        discord.NotFound: they are no member.
        discord.HTTPException: Discord does not say.
    """
    guild = bot.get_guild(session.guild_xid)
    if guild is None or guild.unavailable:
        raise ConnectionError("the server is not available")
    return await guild.fetch_member(member_xid)


def is_timed_out(member: discord.Member, now: datetime) -> bool:
    """Whether a member may only read for now. A date in the past may linger."""
    return member.timed_out_until is not None and member.timed_out_until > now
