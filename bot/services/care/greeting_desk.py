"""The desk for greeting people who are new: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

from datetime import datetime

from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId

from ..unit_of_work import Transactions
from . import greetings
from .greeting_rows import Wish
from .greetings import Wished


class GreetingDesk:
    """Wishes to be greeted, and those who greet."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def wish(self, session_id: SessionId, member_xid: MemberXid, language: str) -> Wished:
        """Somebody would like to be greeted before a circle. Raises `NoSession`."""
        return await self._transactions.write(greetings.wish, session_id, member_xid, language)

    async def take(self, guild_xid: GuildXid, token: str, greeter_xid: MemberXid, language: str) -> Wish:
        """A greeter will greet. Raises `NoGreeting`, `GreetsAlready`, `OwnGreeting`, `AnotherAskedFor`."""
        return await self._transactions.write(greetings.take, guild_xid, token, greeter_xid, language)

    async def pass_on(self, token: str, who_xid: MemberXid) -> Wish:
        """Whoever was to greet cannot, or another is asked for. Raises `NoGreeting`."""
        return await self._transactions.write(greetings.pass_on, token, who_xid)

    async def end(self, token: str, member_xid: MemberXid) -> bool:
        """Whoever is new wants no greeting any more. Returns whether there was one."""
        return await self._transactions.write(greetings.end, token, member_xid)

    async def due(self) -> tuple[list[bytes], datetime | None]:
        """The keys of the wishes about which something is to be done now, and when it is about the next one."""
        return await self._transactions.read(greetings.due)

    async def look(self, key: bytes) -> Wish | None:
        """A wish, about to be served; None when it is gone. Raises `NotOurs`."""
        return await self._transactions.write(greetings.look, key)

    async def posted(self, served: Wish, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
        """It is posted for the greeters."""
        await self._transactions.write(greetings.posted, served, channel_xid, message_xid)

    async def told(self, served: Wish) -> None:
        """Whoever is new knows who greets them."""
        await self._transactions.write(greetings.told, served)

    async def forget(self, served: Wish) -> None:
        """Nothing is to be done about it any more."""
        await self._transactions.write(greetings.forget, served)

    async def delay(self, served: Wish, until: datetime) -> None:
        """Discord could not be asked: look at it again then."""
        await self._transactions.write(greetings.delay, served, until)

    async def channel_gone(self, channel_xid: ChannelXid) -> bool:
        """A channel is gone. Returns whether a wish was posted there."""
        return await self._transactions.write(greetings.channel_gone, channel_xid)
