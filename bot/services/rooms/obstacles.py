"""Why Discord does not let somebody into a room."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntFlag


class Obstacle(IntFlag):
    """Why Discord does not let somebody in. Several may be so at once."""

    CANNOT_SEE = 1
    """They may not see the channel."""
    CANNOT_WRITE = 2
    """They may not write in its threads."""
    UNKNOWN = 4
    """Discord says no more than no."""
    ROOM_FULL = 8
    """Discord lets no more people into this thread."""


NONE = Obstacle(0)
"""Nothing is in the way."""


def obstacle_of(lacking: Collection[str]) -> Obstacle:
    """What is in somebody's way who lacks these permissions, by Discord's names for them."""
    why = Obstacle.CANNOT_SEE if "view_channel" in lacking else NONE
    return why | (Obstacle.CANNOT_WRITE if "send_messages_in_threads" in lacking else NONE)
