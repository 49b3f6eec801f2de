"""The desk for the anonymous record: each use case as one awaitable call."""

from __future__ import annotations

from ..unit_of_work import Transactions
from . import contributing


class ParticipationDesk:
    """What sessions have added to the record."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def close_past(self) -> int:
        """Close the quarters that are over, and drop their keys. Returns of how many servers something waited."""
        return await self._transactions.write(contributing.close_past)
