"""The kinds of rooms in which a session can happen."""

from __future__ import annotations

from enum import StrEnum


class RoomKind(StrEnum):
    """What a circle's room is at Discord. The value is kept with each session, and in the choices of each schedule."""

    PRIVATE = "private"
    """A private thread. It is made for the session, and goes with it."""
    CHANNEL = "channel"
    """A text channel that only those see who have a seat. It is made for the session, and goes with it."""
    VOICE = "voice"
    """A voice channel that only those see who have a seat. It is made for the session, and goes with it."""
    STAGE = "stage"
    """A stage that only those see who have a seat. It is made for the session, and goes with it."""

    @property
    def is_written(self) -> bool:
        """Whether people tell their stories in writing, which takes longer than speaking."""
        return self in _WRITTEN

    @property
    def can_be_held(self) -> bool:
        """Whether the talking piece can be held for real there: Discord lets its holder speak, and nobody else."""
        return self in _CAN_BE_HELD

    @property
    def asks_to_speak(self) -> bool:
        """Whether Discord asks people there to speak, and lets nobody be heard who has not accepted."""
        return self is RoomKind.STAGE

    @property
    def is_held_by_muting(self) -> bool:
        """Whether holding it mutes people in the whole server, and outlasts the room: only an admin may choose that."""
        return self is RoomKind.VOICE


_WRITTEN = frozenset({RoomKind.PRIVATE, RoomKind.CHANNEL})
_CAN_BE_HELD = frozenset({RoomKind.CHANNEL, RoomKind.VOICE, RoomKind.STAGE})
USUAL_ROOM = RoomKind.PRIVATE
"""The kind that is meant unless another one is chosen."""
