"""Who may take a seat: a circle of a schedule may be for the people with one role."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.services.sessions import NeedsRole
from bot.ui.host import Interaction
from bot.ui.people import may_facilitate, member_may_facilitate
from bot.ui.replies import say


@dataclass(frozen=True, slots=True)
class Guest:
    """What matters of somebody who asks for a seat."""

    roles: frozenset[int] = frozenset()
    may_facilitate: bool = False


async def guest_of(interaction: Interaction, session_id: int) -> Guest:
    """Who asks for a seat. In a direct message Discord does not say what they are in the server, and is asked."""
    user, bot = interaction.user, interaction.client
    if isinstance(user, discord.Member):
        may = may_facilitate(interaction, bot.settings.people)
        return Guest(frozenset(role.id for role in user.roles), may)
    guild = bot.get_guild((await bot.circles.get(session_id)).guild_xid)
    if guild is None:
        return Guest()
    try:
        member = await guild.fetch_member(user.id)
    except discord.NotFound:
        return Guest()
    return Guest(
        frozenset(role.id for role in member.roles), member_may_facilitate(member, bot.settings.people)
    )


async def say_which_role(interaction: Interaction, needed: NeedsRole) -> None:
    """Say for whom the circle is."""
    t = interaction.client.catalogues.pick(interaction.locale)
    await say(
        interaction,
        t(
            "This circle is for people with the role {role}. If you belong there, "
            "the people who run this server can give it to you.",
            role=f"<@&{needed.role_xid}>",
        ),
    )
