"""The kinds of rooms in which a session can happen."""

from __future__ import annotations

from enum import StrEnum

from .marks import EditKind


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
        return self.held_by is not None

    @property
    def held_by(self) -> EditKind | None:
        """What is changed to hold the piece there; None where it cannot be held."""
        return _HELD_BY.get(self)

    @property
    def asks_to_speak(self) -> bool:
        """Whether Discord asks people there to speak, and lets nobody be heard who has not accepted."""
        return self is RoomKind.STAGE

    @property
    def is_held_by_muting(self) -> bool:
        """Whether holding it mutes people in the whole server, and outlasts the room: only an admin may choose that."""
        return self.held_by is EditKind.MUTE

    @property
    def can_quiet(self) -> bool:
        """Whether one person can be muted there until the turn ends, although everyone may speak."""
        return self is RoomKind.VOICE

    @property
    def is_in_channel(self) -> bool:
        """Whether it is a part of the channel of the invitation, so that what the bot may do there holds in it too."""
        return self is RoomKind.PRIVATE

    @property
    def can_stay(self) -> bool:
        """Whether a circle can meet in a channel of the server that stays."""
        return self is RoomKind.CHANNEL


_WRITTEN = frozenset({RoomKind.PRIVATE, RoomKind.CHANNEL})
_HELD_BY = {
    RoomKind.CHANNEL: EditKind.OVERWRITE,
    RoomKind.VOICE: EditKind.MUTE,
    RoomKind.STAGE: EditKind.SUPPRESS,
}
USUAL_ROOM = RoomKind.PRIVATE
"""The kind that is meant unless another one is chosen."""
