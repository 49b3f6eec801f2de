"""The desk for care, a server's own places to turn to among it: each use case as one awaitable call."""

from __future__ import annotations

from datetime import datetime

from bot.ids import GuildXid, MemberXid, SessionId

from ..unit_of_work import Transactions
from . import next_day, places, protocol
from .greeting_desk import GreetingDesk
from .next_day import AskedFor, NextDay
from .places import SupportPlace


class CareDesk:
    """A server's own places to turn to."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.greetings = GreetingDesk(transactions)

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

    async def ask_for_next_day(self, session_id: SessionId, member_xid: MemberXid, language: str) -> AskedFor:
        """Have a word sent to somebody on the day after a circle. Raises `NoSession`."""
        return await self._transactions.write(next_day.ask_for, session_id, member_xid, language)

    async def leave_next_day(self, session_id: SessionId, member_xid: MemberXid) -> None:
        """Somebody would rather have no such word."""
        await self._transactions.write(next_day.leave, session_id, member_xid)

    async def due_next_day(self) -> tuple[list[bytes], datetime | None]:
        """The keys of the words whose time has come, and when that of the next one comes."""
        return await self._transactions.read(next_day.due)

    async def take_next_day(self, key: bytes) -> NextDay | None:
        """One word that is to be sent now; None when it is gone, or not to be sent at this hour. Raises `NotOurs`."""
        return await self._transactions.write(next_day.take, key)

    async def delay_next_day(self, key: bytes, until: datetime) -> None:
        """It could not be sent: try again then."""
        await self._transactions.write(next_day.delay, key, until)

    async def forget_next_day(self, key: bytes) -> None:
        """It is sent, or never will be."""
        await self._transactions.write(next_day.forget, key)

    async def remove_place(self, guild_xid: GuildXid, number: int) -> None:
        """Remove a place."""
        await self._transactions.write(places.remove, guild_xid, number)
