"""Admins are told that schedules wait for them: after the bot was taken out of their server and invited again, and
when the format of a circle is gone."""

from __future__ import annotations

from bot.ui.admin_reminder import AdminReminder
from bot.ui.request import Request


class BackAgain(AdminReminder):
    """A word to an admin whose schedules wait."""

    about = "schedules that wait"
    said_by = ("schedule list", "schedule resume")

    async def words(self, request: Request) -> str | None:
        t, desks = request.t, request.bot.desks
        if await desks.absence.waits_for_admin(request.guild_xid):
            return t(
                "For the people who run this server: I was taken out of it for a while. Its "
                "scheduled circles rest since then. /schedule list shows them, and /schedule "
                "resume lets each go on."
            )
        if await desks.schedule.waits_for_format(request.guild_xid):
            return t(
                "For the people who run this server: the format of a scheduled circle is gone, or "
                "has fewer seats. Its dates are not announced. /schedule list shows which one. "
                "/schedule edit lets you choose another format."
            )
        return None
