"""The desk for a server's options: each use case as one awaitable call."""

from __future__ import annotations

from typing import Any

from bot.ids import GuildXid

from ..unit_of_work import Transactions
from . import servers
from .servers import Server


class SettingsDesk:
    """What a server's admins have set."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def server(self, guild_xid: GuildXid) -> Server:
        """What a server's admins have set."""
        return await self._transactions.read(servers.load, guild_xid)

    async def change(self, guild_xid: GuildXid, seen_version: int, **changes: Any) -> Server:
        """Change a server's options. Raises `ChangedMeanwhile` when somebody else was quicker."""
        return await self._transactions.write(servers.change, guild_xid, seen_version, changes)
