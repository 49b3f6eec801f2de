"""Admins are reminded of the places to turn to: when none are set, and when one is due to be looked at."""

from __future__ import annotations

from datetime import datetime

from bot.ids import GuildXid
from bot.ui.admin_reminder import AdminReminder
from bot.ui.request import Request
from bot.ui.user_text import escaped


class Reminder(AdminReminder):
    """A word to an admin about the places that people are pointed to."""

    about = "the places to turn to"
    said_by = ("care resources", "settings show", "settings setup")

    def said(self, guild_xid: GuildXid, now: datetime) -> None:
        self.last[guild_xid] = now

    async def words(self, request: Request) -> str | None:
        t, there = request.t, await request.bot.desks.care.places(request.guild_xid)
        due = [escaped(place.title) for place in there if place.is_due(request.today)]
        if due:
            return t(
                "For the people who run this server: please check that these places to turn to "
                "are still right. /care resources shows them: {names}.",
                names=", ".join(due),
            )
        if there or request.bot.settings.care.resources:
            return None
        return t(
            "For the people who run this server: no places to turn to are set. People who ask for "
            "support are told so. You can add some with /care resources."
        )
