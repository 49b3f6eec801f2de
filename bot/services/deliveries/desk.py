"""The desk for the sender: what a session has waiting, and keeping what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.ids import MessageXid, SessionId

from ..circle.sessions import NoSession
from ..unit_of_work import Transactions, Work
from ..unreadable import Unreadable
from . import batch
from .batch import Batch, Outcome, Waiting
from .policy import Post


class Deliverer(Protocol):
    """Whoever takes to Discord what a session has waiting. `bot.delivery.sender` is it."""

    def is_free(self, session_id: SessionId) -> bool:
        """Whether what a session has waiting would be delivered at once. Asked from a thread of the database."""

    def take(self, batch: Batch) -> None:
        """Deliver that. It was read in the transaction that was just committed."""


class DeliveryDesk:
    """The outbox."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def hand_to(self, deliverer: Deliverer) -> None:
        """From now on hand over what a transaction has made due, as it is when that is committed.

        Reading it in a transaction of its own would cost another hop to a thread and back, which is more than reading.
        """
        self._transactions.before_commit.append(partial(_handed_over, deliverer))

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


def _handed_over(deliverer: Deliverer, work: Work) -> Callable[[], None] | None:
    """How to hand over what this transaction has made due now; None where it is to be read later. That is so when it is
    in several sessions: nobody else writes while they would all be read."""
    news = work.news
    due = [session_id for session_id, at in news.sessions.items() if at <= work.now]
    if news.is_any_session or len(due) != 1 or not deliverer.is_free(due[0]):
        return None
    try:
        found = batch.batch_of(work, due[0])
    except (NoSession, Unreadable):
        return None  # another process looks after it, or whoever reads it finds that out
    del news.sessions[due[0]]
    return partial(deliverer.take, found)
