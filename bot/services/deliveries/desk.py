"""The desk for the sender: what a session has waiting, and keeping what became of it."""

from __future__ import annotations

from datetime import datetime

from bot.ids import MessageXid, SessionId

from ..unit_of_work import Transactions
from . import batch
from .batch import Batch, Outcome, Waiting
from .policy import Post


class DeliveryDesk:
    """The outbox."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def waiting(self, at: datetime, newest: int | None = None) -> Waiting:
        """The sessions with something due, and when something else is, of the rows up to the newest unknown one."""
        return await self._transactions.read(batch.waiting_sessions, at, newest)

    async def batch_of(self, session_id: SessionId) -> Batch:
        """What a session has waiting, oldest first. Raises `NoSession`, `Unreadable`."""
        return await self._transactions.read(batch.batch_of, session_id)

    async def keep(self, session_id: SessionId, outcome: Outcome) -> None:
        """Keep what became of a batch."""
        await self._transactions.write(batch.keep, session_id, outcome)

    async def shown(self, session_id: SessionId, post: Post, message_xid: MessageXid) -> None:
        """A card was posted by an answer: what would post it has nothing to do any more."""
        await self._transactions.write(batch.shown, session_id, post, message_xid)

    async def hold_back(self, session_id: SessionId, until: datetime, *, room: bool) -> None:
        """Let everything of a session that keeps its order wait until then; who comes and goes too, without a room."""
        await self._transactions.write(batch.hold_back, session_id, until, room=room)
