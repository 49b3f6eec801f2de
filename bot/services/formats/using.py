"""Which circles of a server follow one of its own formats."""

from __future__ import annotations

from bot.ids import GuildXid

from ..schedule import schedules
from ..unit_of_work import Work


def schedules_with(work: Work, guild_xid: GuildXid, format_id: str) -> list[str]:
    """The names of the schedules that follow it, if only in their last meeting."""
    found = [one.choices for one in schedules.of_guild(work, guild_xid)]
    return [one.name for one in found if format_id in (one.format_id, one.last_format_id)]
