"""Who may take a seat: a circle of a schedule may be for the people with one role."""

from __future__ import annotations

import discord

from bot.services.meetings import Meeting
from bot.services.sessions import NeedsRole
from bot.ui.host import Interaction
from bot.ui.replies import say


async def roles_of(interaction: Interaction, session_id: int) -> frozenset[int]:
    """The roles of this person. In a direct message Discord does not say, and is asked."""
    user = interaction.user
    if isinstance(user, discord.Member):
        return frozenset(role.id for role in user.roles)
    bot = interaction.client
    guild = bot.get_guild((await bot.circles.get(session_id)).guild_xid)
    if guild is None:
        return frozenset()
    try:
        return frozenset(role.id for role in (await guild.fetch_member(user.id)).roles)
    except discord.NotFound:
        return frozenset()


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


async def is_for(interaction: Interaction, meeting: Meeting) -> bool:
    """Whether a session is for this person."""
    if meeting.schedule_id is None:
        return True
    role_xid = await interaction.client.timetable.role_for(meeting.schedule_id)
    return role_xid is None or role_xid in await roles_of(interaction, meeting.id)
