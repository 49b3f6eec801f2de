"""Who cannot be let into a room, and why. It is kept in the row that lets them in, so it goes with the seat."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntFlag

from sqlalchemy import Connection

from bot.store import presence_queries as pq


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


def obstacle_of(lacking: Collection[str]) -> Obstacle:
    """What is in somebody's way who lacks these permissions, by Discord's names for them."""
    why = Obstacle.CANNOT_SEE if "view_channel" in lacking else Obstacle(0)
    return why | (Obstacle.CANNOT_WRITE if "send_messages_in_threads" in lacking else Obstacle(0))


SEAT_BASE = 16
"""A seat and an obstacle in one number: the subject of the word to whoever holds the circle."""


def shut_out(db: Connection, session_id: int) -> dict[int, Obstacle]:
    """Who has a seat and cannot come in: why, by seat."""
    rows = db.execute(pq.shut_out, {"of_session": session_id})
    return {row.seat: Obstacle(row.subject) for row in rows if row.seat is not None}
