"""How much is written in the rooms: only how many messages, and only in memory.

From it follows whether a card is out of sight by now. After a restart it is counted from the beginning, so a card may
come again a few messages later than it would have.
"""

from __future__ import annotations

from dataclasses import dataclass

from cachetools import LRUCache

from bot.ids import ChannelXid

AGAIN_AFTER = 8
"""So many messages later the card of the turn comes again, below them."""
NEAR = 3
"""A note with at most so many messages below it is still in sight, and can be changed where it is."""
_MOST = 10_000
"""How many rooms are remembered at most; those that nobody wrote in for longest are forgotten."""


@dataclass(slots=True)
class _Room:
    messages: int = 0
    own: int = 0
    card_at: int = 0
    """How many messages of people there were when the card of the turn came, or was last asked to come again."""


class RoomTraffic:
    """Counts messages, by room."""

    def __init__(self) -> None:
        self._rooms: LRUCache[int, _Room] = LRUCache(_MOST)

    def _room(self, room_xid: ChannelXid) -> _Room:
        return self._rooms.setdefault(room_xid, _Room())

    def heard(self, room_xid: ChannelXid) -> None:
        """Somebody has written in a room."""
        self._room(room_xid).messages += 1

    def posted(self, room_xid: ChannelXid) -> None:
        """The bot has posted something there."""
        self._room(room_xid).own += 1

    def messages(self, where_xid: int) -> int:
        """How many messages came in a room so far, the bot's own too; 0 where nothing is counted."""
        known = self._rooms.get(where_xid)
        return 0 if known is None else known.messages + known.own

    def card_came(self, room_xid: ChannelXid) -> None:
        """The card of the turn is at the end of the room now."""
        room = self._room(room_xid)
        room.card_at = room.messages

    def card_is_wanted(self, room_xid: ChannelXid) -> bool:
        """Whether the card of the turn is out of sight. Having said so, it says no for as many messages again."""
        room = self._room(room_xid)
        if room.messages - room.card_at < AGAIN_AFTER:
            return False
        room.card_at = room.messages
        return True
