"""Admins are told when something that they chose in the settings is gone: a role, the format, or the hope channel."""

from __future__ import annotations

from bot.ui.admin_reminder import AdminReminder
from bot.ui.permission_checks import gone_among
from bot.ui.request import Request
from bot.ui.server_formats import content_here


class ChoiceGone(AdminReminder):
    """A word to an admin whose choice has fallen back."""

    about = "a choice in the settings that is gone"
    said_by = ("settings show", "settings setup")

    async def words(self, request: Request) -> str | None:
        t, guild, options = request.t, request.interaction.guild, request.rules.options
        roles = (*(options.facilitator_role_xids or ()), *(options.admin_role_xids or ()))
        if gone_among(roles, guild):
            return t(
                "For the people who run this server: a role that you chose for Story Circle was deleted. "
                "Please choose another with /settings setup."
            )
        if options.format_id is not None and options.format_id not in (await content_here(request)).formats:
            return t(
                "For the people who run this server: the format that you chose is not there any more. "
                "Circles follow the usual one. Please choose another with /settings setup."
            )
        is_known = guild is not None and not guild.unavailable and options.hope_xid is not None
        if guild is not None and is_known and guild.get_channel(options.hope_xid or 0) is None:
            return t(
                "For the people who run this server: the hope channel is gone, or I cannot see it. Please "
                "choose another with /settings setup."
            )
        return None
