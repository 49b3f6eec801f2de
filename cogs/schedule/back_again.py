"""Admins are told that schedules wait for them, after the bot was taken out of their server and invited again."""

from __future__ import annotations

from bot.ui.admin_reminder import AdminReminder
from bot.ui.request import Request


class BackAgain(AdminReminder):
    """A word to an admin whose schedules rest."""

    about = "schedules that wait"
    said_by = ("schedule list", "schedule resume")

    async def words(self, request: Request) -> str | None:
        if not await request.bot.desks.absence.waits_for_admin(request.guild_xid):
            return None
        return request.t(
            "A word for the people who run this server: I was taken out of it for a while. The circles that meet "
            "again and again rest since then. /schedule list shows them, and /schedule resume lets each go on."
        )
