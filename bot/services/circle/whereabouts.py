"""Where a session is, and in which kind of room: asked before every press, in the order of the presses."""

from __future__ import annotations

import asyncio

from cachetools import LRUCache

from bot.ids import SessionId

from ..unit_of_work import Transactions
from . import sessions

_MOST = 10_000
"""So many are remembered, at the most."""


class Whereabouts:
    """Knows where sessions are. That hardly ever changes, so it is read once, and again after a session was moved."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._known: LRUCache[SessionId, sessions.Where] = LRUCache(_MOST)
        self._asked: dict[SessionId, asyncio.Future[sessions.Where]] = {}
        self._moves = 0
        """How many sessions were moved so far: what was read before one of these is not remembered."""
        transactions.on_moved.append(self._moved)

    async def of(self, session_id: SessionId) -> sessions.Where:
        """The server of a session, its channel there, and its kind of room.

        Whoever asks while somebody else does waits for the same answer: so a hundred presses in one instant are
        one reading, and nobody overtakes anybody.

        Raises:
            NoSession: it is gone.
        """
        known = self._known.get(session_id)
        if known is not None:
            return known
        asked = self._asked.get(session_id)
        if asked is None:
            asked = asyncio.ensure_future(self._transactions.read(sessions.whereabouts, session_id))
            self._asked[session_id] = asked
            asked.add_done_callback(lambda done: self._answered(session_id, done))
        moves = self._moves
        found = await asyncio.shield(asked)
        # Not as soon as it is read: whoever asks then would overtake those who have waited for it.
        if moves == self._moves and self._transactions.has(found.guild_xid):
            self._known[session_id] = found
        return found

    def forget(self) -> None:
        """What was known before may have changed while another process looked after it."""
        self._known.clear()
        self._moves += 1

    def _answered(self, session_id: SessionId, done: asyncio.Future[sessions.Where]) -> None:
        if self._asked.get(session_id) is done:
            del self._asked[session_id]

    def _moved(self, session_id: SessionId) -> None:
        self._moves += 1
        self._known.pop(session_id, None)
        self._asked.pop(session_id, None)
