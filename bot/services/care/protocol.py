"""A server's own protocol for hard moments: kept as its admins wrote it, among the server's options."""

from __future__ import annotations

from bot.ids import GuildXid
from bot.store.locks import hold_server

from ..settings import servers
from ..unit_of_work import Work


def protocol_of(work: Work, guild_xid: GuildXid) -> str:
    """The server's protocol; empty when its admins have not written one."""
    return servers.load(work, guild_xid).options.protocol


def write(work: Work, guild_xid: GuildXid, text: str) -> None:
    """Write the protocol anew; an empty one takes it away. What was written last holds."""
    hold_server(work.db, guild_xid)
    servers.change(work, guild_xid, servers.load(work, guild_xid).version, {"protocol": text})
