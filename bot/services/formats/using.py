"""Which circles of a server follow one of its own formats."""

from __future__ import annotations

from bot.ids import GuildXid

from ..schedule import schedules
from ..unit_of_work import Work


def schedules_with(work: Work, guild_xid: GuildXid, format_id: str) -> list[str]:
    """The names of the schedules that follow it."""
    found = schedules.of_guild(work, guild_xid)
    return [one.choices.name for one in found if one.choices.format_id == format_id]
