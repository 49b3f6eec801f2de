"""The desk for rooms: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

from bot.circle import commands as c

from ..circle.answer import Answer
from ..unit_of_work import Transactions
from . import rooms


class RoomsDesk:
    """What changes about the rooms of sessions, and the cards in them."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def room_lost(self, room_xid: int) -> None:
        """A room was deleted by hand: make another."""
        await self._transactions.write(rooms.room_lost, room_xid)

    async def relocate(self, session_id: int, member_xid: int, command: c.Command, parent_xid: int) -> Answer:
        """Go on in another channel, if the one the session was opened in is gone. Raises `NoSession`."""
        return await self._transactions.write(rooms.relocate, session_id, member_xid, command, parent_xid)

    async def let_in_again(self, session_id: int, seat: int) -> None:
        """Let somebody who has a seat into the room again: they may have left it."""
        await self._transactions.write(rooms.let_in_again, session_id, seat)

    async def check(self, guild_xid: int, place_xid: int | None = None) -> None:
        """A channel or room, or what the bot may do in a server, has changed: look what that means for its rooms."""
        await self._transactions.write(rooms.check, guild_xid, place_xid)

    async def check_all(self) -> None:
        """The bot was away: look at every room of a session that is under way."""
        await self._transactions.write(rooms.check_all)

    async def check_events(self, guild_xid: int, channel_xid: int | None, *, opened: bool) -> None:
        """Everyone sees a channel (None: any) now, or not any more: Discord's own events follow."""
        await self._transactions.write(rooms.check_events, guild_xid, channel_xid, opened=opened)

    async def look_at_seated(self, guild_xid: int, channel_xid: int | None = None) -> None:
        """What people may do in a channel, or in a server, has changed: look who can still take part there."""
        await self._transactions.write(rooms.look_at_seated, guild_xid, channel_xid)

    async def look_at(self, session_id: int, seat: int) -> None:
        """Look at once whether one person with a seat can still take part."""
        await self._transactions.write(rooms.look_at, session_id, seat)

    async def hurry(self, guild_xid: int) -> None:
        """Try soon again what could not be shown in a server."""
        await self._transactions.write(rooms.hurry, guild_xid)

    async def card_of(self, guild_xid: int, message_xid: int) -> tuple[int, str] | None:
        """The session and the slot of a card of the moment, by its message; None for any other message."""
        return await self._transactions.read(rooms.card_of, guild_xid, message_xid)

    async def bring_back(self, session_id: int, slot: str, delay_s: float) -> None:
        """A card was deleted by hand: it comes back."""
        await self._transactions.write(rooms.bring_back, session_id, slot, delay_s)
