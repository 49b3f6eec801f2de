"""Who may go on: whoever may not has been told so, in private, and nothing has changed."""

from __future__ import annotations

from .host import Interaction
from .people import is_admin, may_facilitate
from .replies import say


async def admins_only(interaction: Interaction) -> bool:
    """Whether this person administers the server they are in."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    if interaction.guild_id is None:
        await say(interaction, t("That works only inside a server. Please use it there."))
        return False
    if is_admin(interaction, bot.settings.people):
        return True
    await say(interaction, t("Only the people who run this server can do that. Nothing has changed."))
    return False


async def facilitators_only(interaction: Interaction) -> bool:
    """Whether this person may hold circles, and so look at the questions."""
    bot = interaction.client
    if interaction.guild_id is not None and may_facilitate(interaction, bot.settings.people):
        return True
    t = bot.catalogues.pick(interaction.locale)
    await say(interaction, t("The questions are for facilitators to look through, so that they stay fresh."))
    return False
