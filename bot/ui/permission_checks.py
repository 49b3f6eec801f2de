"""Who may facilitate and who is an admin, from the settings and what Discord says of the person."""

from __future__ import annotations

from typing import Any

import discord

from bot.settings import People


def is_admin(interaction: discord.Interaction[Any], rules: People) -> bool:
    """Whether this person administers the server: by permission (Manage Server unless set otherwise) or role."""
    return _has(interaction, rules.admin_permission, rules.admin_roles)


def may_facilitate(interaction: discord.Interaction[Any], rules: People) -> bool:
    """Whether this person may hold circles: by permission (Manage Events unless set otherwise), role, or as admin."""
    return is_admin(interaction, rules) or _has(
        interaction, rules.facilitator_permission, rules.facilitator_roles
    )


def member_may_facilitate(member: discord.Member, rules: People) -> bool:
    """The same for a member as Discord told of them, outside any channel."""
    granted = member.guild_permissions
    named = (rules.facilitator_permission, rules.admin_permission)
    by_role = any(
        member.get_role(role) is not None for role in (*rules.facilitator_roles, *rules.admin_roles)
    )
    return granted.administrator or any(getattr(granted, name) for name in named) or by_role


def _has(interaction: discord.Interaction[Any], permission: str, roles: tuple[int, ...]) -> bool:
    granted = interaction.permissions
    if granted.administrator or getattr(granted, permission):
        return True
    user = interaction.user
    return isinstance(user, discord.Member) and any(user.get_role(role) is not None for role in roles)
