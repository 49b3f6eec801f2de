"""Where a session is, and in which kind of room: asked before every press, in the order of the presses."""

from __future__ import annotations

import asyncio

from bot.ids import SessionId

from ..unit_of_work import Transactions
from . import sessions


class Whereabouts:
    """Reads where sessions are. Nothing is remembered: a session can be moved to another channel."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._asked: dict[int, asyncio.Future[sessions.Where]] = {}

    async def of(self, session_id: SessionId) -> sessions.Where:
        """The server of a session, its channel there, and its kind of room.

        Whoever asks while somebody else does waits for the same answer: so a hundred presses in one instant are
        one reading, and nobody overtakes anybody.

        Raises:
            NoSession: it is gone.
        """
        asked = self._asked.get(session_id)
        if asked is None:
            asked = asyncio.ensure_future(self._transactions.read(sessions.whereabouts, session_id))
            self._asked[session_id] = asked
            asked.add_done_callback(lambda _: self._asked.pop(session_id, None))
        return await asyncio.shield(asked)
