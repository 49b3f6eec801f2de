"""The desk for gatherings and facilitators on call: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

from datetime import datetime

from bot.ids import GuildXid, MemberXid, MessageXid
from bot.store import gathering_queries as gq

from ..circle.answer import Answer
from ..circle.choices import CircleChoices
from ..due_rows import due_rows
from ..unit_of_work import Transactions, Work
from . import coming_to_be, gatherings, on_call
from .coming_to_be import Look, Shown
from .gatherings import Gathering, Someone
from .on_call import Hours, OnCall


class GatheringDesk:
    """What people ask of gatherings, and what the worker does for them."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def start(
        self, guild_xid: GuildXid, wanted: CircleChoices, seconds: float, starter: Someone, nonce: str
    ) -> tuple[Gathering, bool]:
        """Begin a gathering, or find the one that is open in that channel. Raises `TooManyGatherings`."""
        return await self._transactions.write(gatherings.start, guild_xid, wanted, seconds, starter, nonce)

    async def get(self, gathering_id: int) -> Gathering:
        """A gathering in which one can wait. Raises `NoGathering`."""
        return await self._transactions.read(gatherings.load, gathering_id)

    async def open_in(self, guild_xid: GuildXid) -> list[Gathering]:
        """The gatherings of a server in which one can wait."""
        return await self._transactions.read(gatherings.open_in, guild_xid)

    async def wait(self, gathering_id: int, member_xid: MemberXid, language: str) -> Answer | None:
        """Wait in it. Raises `NoGathering`, `GatheringFull`."""
        return await self._transactions.write(coming_to_be.wait, gathering_id, member_xid, language)

    async def stop_waiting(self, gathering_id: int, member_xid: MemberXid) -> None:
        """Wait no more. Raises `NoGathering`."""
        await self._transactions.write(coming_to_be.stop_waiting, gathering_id, member_xid)

    async def hold(self, gathering_id: int, member_xid: MemberXid, language: str) -> Answer | None:
        """Hold its circle. Raises `NoGathering`, `HeldAlready`, `TooManyOpen`."""
        return await self._transactions.write(coming_to_be.hold, gathering_id, member_xid, language)

    async def is_asked(self, gathering_id: int, member_xid: MemberXid) -> bool:
        """Whether somebody was asked to hold it. Raises `NoGathering`."""
        return await self._transactions.read(coming_to_be.is_asked, gathering_id, member_xid)

    # On call

    async def be_on_call(
        self, guild_xid: GuildXid, member_xid: MemberXid, hours: Hours, language: str
    ) -> None:
        """Be on call in a server from now on. Raises `TooManyOnCall`."""
        await self._transactions.write(on_call.keep, guild_xid, member_xid, hours, language)

    async def be_off_call(self, guild_xid: GuildXid, member_xid: MemberXid) -> bool:
        """Be on call no more. Returns whether they were."""
        return await self._transactions.write(on_call.drop, guild_xid, member_xid)

    async def on_call(self, guild_xid: GuildXid, member_xid: MemberXid) -> OnCall | None:
        """What somebody said of being on call in a server; None when they are not."""
        return await self._transactions.read(on_call.find, guild_xid, member_xid)

    async def is_anybody_on_call(self, guild_xid: GuildXid, besides_xid: MemberXid) -> bool:
        """Whether anybody else is on call in a server at this moment."""
        there = await self._transactions.read(on_call.on_call_now, guild_xid)
        return any(one.member_xid != besides_xid for one in there)

    # For the worker

    async def due(self) -> tuple[list[int], datetime | None]:
        """The gatherings for which there is something to do by now, and when there is next."""
        return await self._transactions.read(_due)

    async def look(self, gathering_id: int) -> Look | None:
        """What is to be done for one; None when it is gone. Raises `NotOurs`."""
        return await self._transactions.write(coming_to_be.look, gathering_id)

    async def is_to_ask(self, gathering_id: int, member_xid: MemberXid) -> bool:
        """Whether somebody is still to be asked."""
        return await self._transactions.read(coming_to_be.is_to_ask, gathering_id, member_xid)

    async def was_asked(self, gathering_id: int, member_xid: MemberXid) -> None:
        """Somebody was asked, or cannot be."""
        await self._transactions.write(coming_to_be.was_asked, gathering_id, member_xid)

    async def card_shown(self, gathering_id: int, message_xid: MessageXid | None, shown: Shown) -> None:
        """The card says this now."""
        await self._transactions.write(coming_to_be.card_shown, gathering_id, message_xid, shown)

    async def put_off(self, gathering_id: int, until: datetime, attempts: int) -> None:
        """Something was in the way: look again then."""
        await self._transactions.write(_put_off, gathering_id, until, attempts)

    async def forget(self, gathering_id: int) -> None:
        """There is no card to say that it is over."""
        await self._transactions.write(gatherings.forget, gathering_id)


def _due(work: Work) -> tuple[list[int], datetime | None]:
    return due_rows(work, gq.due, gq.next_due)


def _put_off(work: Work, gathering_id: int, until: datetime, attempts: int) -> None:
    values = {"of_gathering": gathering_id, "new_look_at": until, "new_attempts": attempts}
    work.db.execute(gq.put_off, values)
