"""The formats that a schedule can follow: the shipped ones, and those of its server."""

from __future__ import annotations

from bot.content import Content

from ..formats.own_formats import content_for
from ..unit_of_work import Work
from .schedules import Schedule


def content_of(work: Work, kept: Schedule) -> Content:
    """The content with the formats of the schedule's server, read only if it goes by one of them."""
    return content_for(work, kept.guild_xid, kept.choices.format_id, kept.choices.last_format_id)
