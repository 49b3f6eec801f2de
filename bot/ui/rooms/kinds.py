"""Which words belong to which kind of room."""

from __future__ import annotations

from bot.services.rooms.kinds import RoomKind

from . import threads
from .words import RoomWords

_WORDS: dict[RoomKind, RoomWords] = {RoomKind.PRIVATE: threads}


def words_of(kind: RoomKind) -> RoomWords:
    """The words and permissions of a kind of room."""
    return _WORDS[kind]
