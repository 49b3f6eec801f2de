"""What is chosen for the room of a circle: one value, carried whole, and how it is kept in the row of a session.

How a schedule keeps it as JSON is in `bot.services.circle.choices`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping

from bot.ids import ChannelXid

from ..settings.servers import AtEnd
from .kinds import USUAL_ROOM, RoomKind


@dataclass(frozen=True, slots=True)
class RoomChoices:
    """What the room of a circle is like, and what becomes of it.

    A choice that is None unless somebody makes it is in `LEFT_OPEN`: as the server has it when a session begins its
    life, which people are told then.
    """

    kind: RoomKind = USUAL_ROOM
    """In which kind of room it meets."""
    held: bool = False
    """Whether the talking piece is held for real there, where that kind of room can do so."""
    standing_xid: ChannelXid | None = None
    """The text channel of the server in which it meets; None: one is made each time."""
    audience: bool | None = None
    """Whether people without a seat may listen, where people speak; None: as the server has it."""
    at_end: AtEnd | None = None
    """What becomes of the room; None: as the server has it."""
    clears: bool | None = None
    """Whether the bot's own messages are deleted then, where the room stays; None: as the server has it."""

    def settled(self, usual: RoomChoices) -> RoomChoices:
        """The same, where each choice that is left open is the usual one."""
        chosen = {name: getattr(usual, name) for name in LEFT_OPEN if getattr(self, name) is None}
        return replace(self, **chosen)


LEFT_OPEN = ("audience", "at_end", "clears")
"""The choices for which a server has a rule."""
USUAL_CHOICES = RoomChoices()
"""Nothing is chosen."""


def columns_of(room: RoomChoices) -> dict[str, Any]:
    """The values of the columns of a session's row, by their names (`bot.store.tables.room_columns`)."""
    return {
        "room_kind": room.kind.value,
        "held": room.held,
        "audience": bool(room.audience),
        "standing_xid": room.standing_xid,
        "at_end": None if room.at_end is None else room.at_end.value,
        "clears": bool(room.clears),
    }


def room_of(row: RowMapping) -> RoomChoices:
    """The choices in a session's row.

    Raises:
        ValueError: they are not those of this version.
    """
    # An earlier version told nobody what becomes of the room, so nothing is chosen there.
    is_told = row["at_end"] is not None
    return RoomChoices(
        kind=RoomKind(row["room_kind"]),
        held=row["held"],
        audience=row["audience"],
        standing_xid=row["standing_xid"],
        at_end=AtEnd(row["at_end"]) if is_told else None,
        clears=row["clears"] if is_told else None,
    )
