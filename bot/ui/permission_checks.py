"""Who may facilitate and who is an admin: what Discord says of the person, and the roles that the server has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.services.settings.rules import ServerRules


def is_admin(interaction: discord.Interaction[Any], rules: ServerRules) -> bool:
    """Whether this person administers the server: by permission (Manage Server unless set otherwise) or role."""
    granted = interaction.permissions
    return _has(granted, rules.usual.people.admin_permission) or _is_one_of(
        interaction.user, admin_roles(rules, interaction.guild)
    )


def may_facilitate(interaction: discord.Interaction[Any], rules: ServerRules) -> bool:
    """Whether this person may hold circles: by permission (Manage Events unless set otherwise), role, or as admin."""
    return (
        is_admin(interaction, rules)
        or _has(interaction.permissions, rules.usual.people.facilitator_permission)
        or _is_one_of(interaction.user, facilitator_roles(rules, interaction.guild))
    )


def member_may_facilitate(member: discord.Member, rules: ServerRules) -> bool:
    """The same for a member as Discord told of them, outside any channel."""
    people, guild = rules.usual.people, member.guild
    named = (people.facilitator_permission, people.admin_permission)
    roles = (*facilitator_roles(rules, guild), *admin_roles(rules, guild))
    return any(_has(member.guild_permissions, name) for name in named) or _is_one_of(member, roles)


def facilitator_roles(rules: ServerRules, guild: discord.Guild | None) -> tuple[int, ...]:
    """The roles whose people may hold circles."""
    return _in_force(rules.options.facilitator_role_xids, rules.usual.people.facilitator_roles, guild)


def admin_roles(rules: ServerRules, guild: discord.Guild | None) -> tuple[int, ...]:
    """The roles whose people run the server."""
    return _in_force(rules.options.admin_role_xids, rules.usual.people.admin_roles, guild)


def gone_among(chosen: Sequence[int] | None, guild: discord.Guild | None) -> tuple[int, ...]:
    """Which of these roles were deleted. None, as long as Discord does not say which there are."""
    if guild is None or guild.unavailable:
        return ()
    return tuple(xid for xid in chosen or () if guild.get_role(xid) is None)


def _in_force(
    chosen: tuple[int, ...] | None, usual: tuple[int, ...], guild: discord.Guild | None
) -> tuple[int, ...]:
    """The server's own choice; that of the bot's settings, where it has none or all of its roles were deleted."""
    if chosen and len(gone_among(chosen, guild)) == len(chosen):
        return usual
    return usual if chosen is None else chosen


def _has(granted: discord.Permissions, permission: str) -> bool:
    return granted.administrator or getattr(granted, permission)


def _is_one_of(person: discord.User | discord.Member, roles: Sequence[int]) -> bool:
    """Whether a member has one of these roles. Everybody has the role of everyone, and Discord does not list it."""
    return isinstance(person, discord.Member) and any(
        xid == person.guild.id or person.get_role(xid) is not None for xid in roles
    )
