"""Why Discord does not let somebody into a room."""

from __future__ import annotations

from enum import IntFlag


class Obstacle(IntFlag):
    """Why Discord does not let somebody in. Several may be so at once."""

    CANNOT_SEE = 1
    """They may not see the channel."""
    CANNOT_WRITE = 2
    """They may not write there."""
    UNKNOWN = 4
    """Discord says no more than no."""
    ROOM_FULL = 8
    """Discord lets no more people into the room."""
    PUT_OUT = 16
    """Somebody took away by hand what let them in, and denied them nothing: they are let in again."""


NONE = Obstacle(0)
"""Nothing is in the way."""
