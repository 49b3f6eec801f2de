"""In which server and channel a session is: asked before every press, in the order of the presses."""

from __future__ import annotations

import asyncio

from bot.ids import ChannelXid, GuildXid, SessionId

from ..unit_of_work import Transactions
from . import sessions


class Whereabouts:
    """Reads where sessions are. Nothing is remembered: a session can be moved to another channel."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._asked: dict[int, asyncio.Future[tuple[GuildXid, ChannelXid]]] = {}

    async def of(self, session_id: SessionId) -> tuple[GuildXid, ChannelXid]:
        """The server of a session, and its channel there.

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
