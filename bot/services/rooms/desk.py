"""The desk for rooms: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from bot.circle import commands as c
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId

from ..circle.answer import Answer
from ..unit_of_work import Transactions
from . import afterwards, holding, rooms, standing
from .marks import Field, Mark
from .unfit import Unfit

TOGETHER = 10
"""How many rooms are looked at in one transaction when all are."""


class RoomsDesk:
    """What changes about the rooms of sessions, and the cards in them."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._one_check = asyncio.Lock()
        self._next_looks: rooms.NextLooks | None = None
        """Who is looked at after a start: shards are greeted one soon after the other."""

    async def room_lost(self, room_xid: ChannelXid) -> None:
        """A room was deleted by hand: make another."""
        await self._transactions.write(rooms.room_lost, room_xid)

    async def relocate(
        self, session_id: SessionId, member_xid: MemberXid, command: c.Command, parent_xid: ChannelXid
    ) -> Answer:
        """Go on in another channel, if the one the session was opened in is gone. Raises `NoSession`."""
        return await self._transactions.write(rooms.relocate, session_id, member_xid, command, parent_xid)

    async def let_in_again(self, session_id: SessionId, seat: int) -> None:
        """Let somebody who has a seat into the room again: they may have left it."""
        await self._transactions.write(rooms.let_in_again, session_id, seat)

    async def claim(self, session_id: SessionId, room_xid: ChannelXid) -> bool:
        """Take a channel that stays for one session. Returns whether it is its own now. Raises `NoSession`."""
        return await self._transactions.write(standing.claim, session_id, room_xid)

    async def give_up_standing(self, session_id: SessionId, why: Unfit) -> None:
        """Meet in a channel that is made for it instead. Raises `NoSession`."""
        await self._transactions.write(standing.give_up, session_id, why)

    async def held_in(self, guild_xid: GuildXid) -> holding.HeldServer:
        """What is held in a server now, and the marks of what was changed there."""
        return await self._transactions.read(holding.of_server, guild_xid)

    async def held_servers(self) -> set[GuildXid]:
        """The servers in which something is held, or was changed and is not undone."""
        return await self._transactions.read(holding.servers)

    async def keep_marks(
        self, guild_xid: GuildXid, marks: Collection[Mark], over: Collection[Field] = ()
    ) -> None:
        """Write marks as they are now, and do away with those that are over."""
        await self._transactions.write(holding.keep, guild_xid, marks, over)

    async def hold_no_longer(self, guild_xid: GuildXid, sessions: Collection[SessionId] | None = None) -> int:
        """Hold the piece no longer in these rooms (None: in any of the server). Returns in how many it was held."""
        return await self._transactions.write(holding.let_go, guild_xid, sessions)

    async def own_messages(self, session_id: SessionId) -> afterwards.Own | None:
        """What is known of the bot's messages in a session's room; None when there is nothing to delete."""
        return await self._transactions.read(afterwards.own_messages, session_id)

    async def check(self, guild_xid: GuildXid, place_xid: int | None = None) -> None:
        """A channel or room, or what the bot may do in a server, has changed: look what that means for its rooms."""
        await self._transactions.write(rooms.check, guild_xid, place_xid)

    async def check_all(self, missed: Callable[[GuildXid], bool]) -> None:
        """The bot was away: look at every room of a session in the servers it has missed, and try what waits there
        again soon. A few at once, so that nobody who presses waits for all."""
        every, servers = await self._transactions.read(rooms.all_here)
        here = [one for one in every if missed(one[1])]
        async with self._one_check:
            for first in range(0, len(here), TOGETHER):
                some = here[first : first + TOGETHER]
                self._next_looks = await self._transactions.write(rooms.check_some, some, self._next_looks)
        others = sorted(filter(missed, servers - {guild_xid for _, guild_xid in here}))
        for first in range(0, len(others), TOGETHER):
            await self._transactions.write(rooms.hurry_all, others[first : first + TOGETHER])

    async def check_events(
        self, guild_xid: GuildXid, channel_xid: ChannelXid | None, *, opened: bool
    ) -> None:
        """Everyone sees a channel (None: any) now, or not any more: Discord's own events follow."""
        await self._transactions.write(rooms.check_events, guild_xid, channel_xid, opened=opened)

    async def look_at_seated(self, guild_xid: GuildXid, channel_xid: ChannelXid | None = None) -> None:
        """What people may do in a channel, or in a server, has changed: look who can still take part there."""
        await self._transactions.write(rooms.look_at_seated, guild_xid, channel_xid)

    async def look_at(self, session_id: SessionId, seat: int) -> None:
        """Look at once whether one person with a seat can still take part."""
        await self._transactions.write(rooms.look_at, session_id, seat)

    async def hurry(self, guild_xid: GuildXid) -> None:
        """Try soon again what could not be shown in a server."""
        await self._transactions.write(rooms.hurry, guild_xid)

    async def card_of(self, guild_xid: GuildXid, message_xid: MessageXid) -> tuple[SessionId, str] | None:
        """The session and the slot of a card of the moment, by its message; None for any other message."""
        return await self._transactions.read(rooms.card_of, guild_xid, message_xid)

    async def show_turn_again(self, session_id: SessionId, turn: int) -> None:
        """The card of this turn is out of sight: it comes again. Raises `NoSession`."""
        await self._transactions.write(rooms.show_turn_again, session_id, turn)

    async def bring_back(self, session_id: SessionId, slot: str, delay_s: float) -> None:
        """A card was deleted by hand: it comes back."""
        await self._transactions.write(rooms.bring_back, session_id, slot, delay_s)
