"""The desk for the questions that a server's admins wrote: each use case as one awaitable call."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ids import GuildXid

from ..unit_of_work import Transactions
from . import own_prompts
from .own_prompts import Added, NewPrompt, OwnPrompt


class PromptsDesk:
    """A server's own questions."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def own(self, guild_xid: GuildXid) -> tuple[OwnPrompt, ...]:
        """The server's own questions."""
        return await self._transactions.read(own_prompts.all_own, guild_xid)

    async def add(self, guild_xid: GuildXid, new: Sequence[NewPrompt]) -> Added:
        """Add questions, all of them or none. Raises `TooManyPrompts`."""
        return await self._transactions.write(own_prompts.add, guild_xid, new)

    async def add_one(self, guild_xid: GuildXid, new: NewPrompt) -> Added:
        """Add a question. Raises `PromptsFull`."""
        return await self._transactions.write(own_prompts.add_one, guild_xid, new)

    async def remove(self, guild_xid: GuildXid, number: int) -> OwnPrompt | None:
        """Remove a question; None when it is gone already."""
        return await self._transactions.write(own_prompts.remove, guild_xid, number)
