"""Changing a server's options, with what follows for the circles that are announced."""

from __future__ import annotations

from typing import Any

from bot.ids import GuildXid

from ..schedule.agreeing import follow_server
from ..unit_of_work import Work
from . import servers
from .servers import Server


def change(work: Work, guild_xid: GuildXid, seen_version: int, changes: dict[str, Any]) -> Server:
    """Change some options of a server, as `servers.change`; and its agreements for dates that nobody has a seat in.

    Raises:
        ChangedMeanwhile: it is another version by now; nothing was changed.
    """
    server = servers.change(work, guild_xid, seen_version, changes)
    if "agreements" in changes and server.version != seen_version:
        follow_server(work, guild_xid)
    return server
