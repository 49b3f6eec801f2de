"""The desk for sparks of hope: offering one, and each step of its way. Each use case is one awaitable call."""

from __future__ import annotations

from datetime import datetime

from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId

from ..unit_of_work import Transactions
from . import offering, sparks
from .offering import Chance, Offered
from .sparks import Spark, SparkRow


class HarvestDesk:
    """Sparks of hope, from the offering to the last trace."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def chance(self, session_id: SessionId, member_xid: MemberXid) -> Chance:
        """Whether somebody could offer a spark of hope now. Raises `NoSession`."""
        return await self._transactions.read(offering.chance, session_id, member_xid)

    async def offer(self, session_id: SessionId, member_xid: MemberXid, token: str, spark: Spark) -> Offered:
        """Keep a spark of hope until the circle's end. The same token again is the same. Raises `NoSession`."""
        return await self._transactions.write(offering.offer, session_id, member_xid, token, spark)

    async def stuck(self, guild_xid: GuildXid) -> int:
        """How many sparks of a server wait because something about its hope channel is in the way."""
        return await self._transactions.read(sparks.stuck, guild_xid)

    # Posting and taking back

    async def due(self) -> tuple[list[bytes], datetime | None]:
        """The keys of what is to be posted by now, the longest waiting first, and when the next one is."""
        return await self._transactions.read(sparks.due)

    async def get(self, key: bytes) -> SparkRow | None:
        """The row with that key; None when it is gone."""
        return await self._transactions.read(sparks.get, key)

    async def find(self, token: str) -> SparkRow | None:
        """The row of whoever has this token; None when it is gone."""
        return await self._transactions.read(sparks.find, token)

    async def find_by_code(self, guild_xid: GuildXid, typed: str) -> SparkRow | None:
        """The spark of a server that has this code; None when there is none."""
        return await self._transactions.read(sparks.find_by_code, guild_xid, typed)

    async def attempt(self, key: bytes) -> None:
        """It is about to be sent: should the bot stop now, Discord may have it."""
        await self._transactions.write(sparks.attempt, key)

    async def posted(self, key: bytes, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
        """It is posted, and its words are Discord's now."""
        await self._transactions.write(sparks.posted, key, channel_xid, message_xid)

    async def delay(self, key: bytes, until: datetime, attempts: int, trouble: str | None = None) -> None:
        """It could not be posted: try again then. `trouble` is what an admin has to put right."""
        await self._transactions.write(sparks.delay, key, until, attempts, trouble)

    async def put_off(self, key: bytes, until: datetime) -> None:
        """Something of ours went wrong with it: look at it again then, as it is."""
        await self._transactions.write(sparks.put_off, key, until)

    async def forget(self, key: bytes) -> None:
        """Delete the row of a spark, the last trace of it."""
        await self._transactions.write(sparks.forget, key)

    async def forget_channel(self, channel_xid: ChannelXid) -> None:
        """A channel is gone, and with it every spark that was posted there."""
        await self._transactions.write(sparks.forget_channel, channel_xid)
