"""The dates that were left out, for whoever looks for what is to come: nobody waits for them in vain."""

from __future__ import annotations

import discord

from bot.services.schedules import Schedule
from bot.ui.dates import changed_words
from bot.ui.host import Interaction
from bot.ui.people import is_admin
from bot.ui.scene import moment
from bot.ui.visibility import sees
from bot.ui.words import shown

MOST_SHOWN = 5


async def left_out_lines(interaction: Interaction) -> list[str]:
    """A line for each date of the coming days that was left out, of the circles that this person may know of."""
    assert interaction.guild_id is not None
    t = interaction.client.catalogues.pick(interaction.locale)
    found = await interaction.client.timetable.left_out(interaction.guild_id)
    return [
        f"**{shown(one.schedule.choices.name)}** · ~~{moment(one.at, 'F')}~~ · {changed_words(t, one.changed)}"
        for one in found
        if _is_for(interaction, one.schedule)
    ][:MOST_SHOWN]


def _is_for(interaction: Interaction, kept: Schedule) -> bool:
    """Whether this person may know of the circle, and it is for everyone or for a role that they have."""
    member, wanted = interaction.user, kept.choices
    if is_admin(interaction, interaction.client.settings.people):
        return True
    mine = {role.id for role in member.roles} if isinstance(member, discord.Member) else set()
    return sees(interaction, wanted.parent_xid) and wanted.role_xid in {None, *mine}
