"""The desk for the anonymous record: each use case as one awaitable call."""

from __future__ import annotations

from collections.abc import Collection

from bot.ids import CircleId, GuildXid, MemberXid
from bot.privacy.quarters import Quarter

from ..unit_of_work import Transactions
from . import contributing, reports
from .reports import Report


class ParticipationDesk:
    """What sessions have added to the record, and what may be shown of it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def close_past(self) -> int:
        """Close the quarters that are over, and drop their keys. Returns of how many servers something waited."""
        return await self._transactions.write(contributing.close_past)

    async def report(
        self, guild_xid: GuildXid, quarters: Collection[Quarter], member_xid: MemberXid | None
    ) -> Report:
        """What may be shown of a server in these quarters: to a facilitator, or to whoever runs the server (None)."""
        # What a quarter comes to is never shown before it is closed: it would change once more.
        if await self._transactions.read(reports.is_past_waiting):
            await self.close_past()
        return await self._transactions.read(reports.report_for, guild_xid, quarters, member_xid)

    async def circles(self, guild_xid: GuildXid, member_xid: MemberXid | None) -> dict[CircleId, str]:
        """The circles whose numbers they may see, and their names."""
        return await self._transactions.read(reports.circles_of, guild_xid, member_xid)

    async def quarters(self, guild_xid: GuildXid) -> list[Quarter]:
        """The quarters of which a server has sums, the latest first."""
        return await self._transactions.read(reports.quarters_of, guild_xid)
