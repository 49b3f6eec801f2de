"""Reading what the cards of a server's settings show."""

from __future__ import annotations

import discord

from bot.services.settings.rules import ServerRules
from bot.services.settings.servers import Server
from bot.ui.cards.settings.context import Lacks, SettingsContext
from bot.ui.permission_checks import admin_roles, facilitator_roles
from bot.ui.permissions import is_text
from bot.ui.request import Request
from bot.ui.rooms.kinds import missing_in, missing_in_server
from bot.ui.server_formats import content_here
from bot.ui.used_channels import channel_problems


async def settings_of(request: Request, server: Server | None = None) -> SettingsContext:
    """The settings of the server it was asked in; its options are read unless they are at hand."""
    bot, guild, guild_xid = request.bot, request.interaction.guild, request.guild_xid
    server = server or await bot.desks.settings.server(guild_xid)
    hope_xid = server.options.hope_xid
    rules = ServerRules(server.options, bot.settings)
    everyone = bot.catalogues.pick(server.options.language or request.interaction.guild_locale)
    return SettingsContext(
        t=request.t,
        server=server,
        rules=rules,
        guild=guild,
        hope=guild.get_channel(hope_xid) if guild is not None and hope_xid is not None else None,
        stuck=await bot.desks.harvest.stuck(guild_xid),
        places=await bot.desks.care.places(guild_xid),
        has_usual_places=bool(bot.settings.care.resources),
        content=await content_here(request),
        languages=sorted(bot.catalogues),
        spoken=everyone.language,
        everyone=everyone,
        lacks=_lacks(request, rules, guild),
        today=request.today,
    )


async def problems_here(request: Request) -> list[str] | None:
    """What is wrong with the channels that circles of this server need; None where Discord does not tell now."""
    guild = request.interaction.guild
    if guild is None or guild.unavailable:
        return None
    used = await request.bot.desks.settings.used_channels(request.guild_xid)
    return list(channel_problems(request.t, guild, used))


def _lacks(request: Request, rules: ServerRules, guild: discord.Guild | None) -> Lacks:
    if guild is None or guild.unavailable:
        return Lacks()
    everywhere = missing_in_server(guild.me.guild_permissions, rules.room)
    channel, me = request.interaction.channel, request.bot.user
    held = rules.options.held and rules.room.can_be_held
    here = missing_in(request, channel, rules.room, held=held) if is_text(channel) else []
    return Lacks(
        everywhere=everywhere,
        here=[name for name in here if name not in everywhere],
        two_factor=guild.mfa_level is discord.MFALevel.require_2fa and not (me is None or me.mfa_enabled),
        facilitators=not _somebody_may(rules, guild),
    )


def _somebody_may(rules: ServerRules, guild: discord.Guild) -> bool:
    """Whether some role, besides those of bots and of admins, lets its people hold circles."""
    people = rules.usual.people
    chosen = {*facilitator_roles(rules, guild), *admin_roles(rules, guild)}
    return any(
        role.id in chosen or getattr(role.permissions, people.facilitator_permission)
        for role in guild.roles
        if not role.is_bot_managed()
    )
