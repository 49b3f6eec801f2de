"""The kinds of rooms in which a session can happen."""

from __future__ import annotations

from enum import StrEnum


class RoomKind(StrEnum):
    """What a circle's room is at Discord. The value is kept with each session, and in the choices of each schedule."""

    PRIVATE = "private"
    """A room that only those see who have a seat. It is made for the session, and goes with it."""

    @property
    def is_written(self) -> bool:
        """Whether people tell their stories in writing, which takes longer than speaking."""
        return self is RoomKind.PRIVATE


USUAL_ROOM = RoomKind.PRIVATE
"""The kind that is meant unless another one is chosen."""
