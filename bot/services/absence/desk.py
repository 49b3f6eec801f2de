"""The desk for servers that go away and come back: each use case as one awaitable call."""

from __future__ import annotations

from datetime import datetime

from bot.ids import GuildXid

from ..unit_of_work import Transactions
from . import absences


class AbsenceDesk:
    """Servers that are not reached."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def begin(self, guild_xid: GuildXid, *, removed: bool) -> bool:
        """A server is not reached from now on: the bot was taken out of it, or there is an outage. Returns whether
        that is new."""
        return await self._transactions.write(absences.begin, guild_xid, removed=removed)

    async def end(self, guild_xid: GuildXid) -> bool:
        """A server is reached again. Returns whether it had been away."""
        return await self._transactions.write(absences.end, guild_xid)

    async def known(self) -> set[GuildXid]:
        """The servers that something is kept of."""
        return await self._transactions.read(absences.compare)

    async def concerned(self) -> set[GuildXid]:
        """The servers to which it matters that Discord tells of them: those with sessions, and those that were away."""
        return await self._transactions.read(absences.concerned)

    async def waits_for_admin(self, guild_xid: GuildXid) -> bool:
        """Whether schedules of this server rest because the bot was taken out of it."""
        return await self._transactions.read(absences.waits_for_admin, guild_xid)

    async def erase_due(self) -> int:
        """Erase what is sealed of the servers whose week is over. Returns how many servers."""
        return await self._transactions.write(absences.erase_due)

    async def next_erasure(self) -> datetime | None:
        """When something is to be erased next."""
        return await self._transactions.read(absences.next_erasure)
