"""The desk for a server's options: each use case as one awaitable call."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.ids import GuildXid
from bot.privacy.slips import PublicKey, public_key

from ..unit_of_work import Transactions
from . import agreements, servers, used_channels
from .rules import ServerRules
from .servers import Server, ServerOptions
from .used_channels import UsedChannel


class SettingsDesk:
    """What a server's admins have set.

    Who may do what is asked at each press, so the options of all servers are in memory too. Nobody else changes them
    without saying so.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._known: dict[GuildXid, Server] = {}
        self._looking: asyncio.Task[None] | None = None
        transactions.on_rules.append(self._look_again)

    async def look(self) -> None:
        """Read what every server has set, once, at start."""
        self._known = await self._transactions.read(servers.load_all)

    def _look_again(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self.look())

    def rules(self, guild_xid: GuildXid) -> ServerRules:
        """What holds in a server now."""
        server = self._known.get(guild_xid)
        return ServerRules(ServerOptions() if server is None else server.options, self._transactions.settings)

    async def server(self, guild_xid: GuildXid) -> Server:
        """What a server's admins have set."""
        return await self._transactions.read(servers.load, guild_xid)

    def slip_key(self, guild_xid: GuildXid) -> PublicKey:
        """The public key with which anybody can check the slips of a server."""
        return public_key(self._transactions.vault, guild_xid)

    async def used_channels(self, guild_xid: GuildXid) -> list[UsedChannel]:
        """The channels that circles of a server need, and for what."""
        return await self._transactions.read(used_channels.used_channels, guild_xid)

    async def change(self, guild_xid: GuildXid, seen_version: int, **changes: Any) -> Server:
        """Change a server's options. Raises `ChangedMeanwhile` when somebody else was quicker."""
        server = await self._transactions.write(agreements.change, guild_xid, seen_version, changes)
        if server.version >= self._known.get(guild_xid, server).version:
            self._known[guild_xid] = server
        return server
