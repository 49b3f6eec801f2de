"""What Discord says of one member now. No list of members is kept, so it is asked."""

from __future__ import annotations

import discord

from bot.ids import GuildXid, MemberXid

from .permission_checks import member_may_facilitate
from .request import Bot

UNKNOWN_MEMBER, UNKNOWN_USER = 10007, 10013


async def may_hold_now(bot: Bot, guild_xid: GuildXid, member_xid: MemberXid) -> bool | None:
    """Whether somebody may hold circles in a server now; None when Discord does not say so. Who has left may not."""
    try:
        guild = await bot.server(guild_xid)
        if guild is None or guild.unavailable:
            return None
        await bot.pace.turn()
        member = await guild.fetch_member(member_xid)
    except discord.NotFound as error:
        return False if error.code in (UNKNOWN_MEMBER, UNKNOWN_USER) else None
    except (discord.HTTPException, discord.RateLimited, OSError):
        return None
    return member_may_facilitate(member, bot.desks.settings.rules(guild_xid))
