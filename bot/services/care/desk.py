"""The desk for a server's own places to turn to: each use case as one awaitable call."""

from __future__ import annotations

from bot.ids import GuildXid

from ..unit_of_work import Transactions
from . import places, protocol
from .places import SupportPlace


class CareDesk:
    """A server's own places to turn to."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def places(self, guild_xid: GuildXid) -> tuple[SupportPlace, ...]:
        """The server's places to turn to."""
        return await self._transactions.read(places.places_of, guild_xid)

    async def add_place(self, guild_xid: GuildXid, place: SupportPlace) -> None:
        """Add a place. Raises `PlacesFull`."""
        await self._transactions.write(places.add, guild_xid, place)

    async def change_place(self, guild_xid: GuildXid, place: SupportPlace) -> None:
        """Change a place. Raises `PlaceGone`."""
        await self._transactions.write(places.change, guild_xid, place)

    async def protocol(self, guild_xid: GuildXid) -> str:
        """The server's protocol for hard moments; empty when there is none."""
        return await self._transactions.read(protocol.protocol_of, guild_xid)

    async def write_protocol(self, guild_xid: GuildXid, text: str) -> None:
        """Write the server's protocol anew; an empty one takes it away."""
        await self._transactions.write(protocol.write, guild_xid, text)

    async def remove_place(self, guild_xid: GuildXid, number: int) -> None:
        """Remove a place."""
        await self._transactions.write(places.remove, guild_xid, number)
