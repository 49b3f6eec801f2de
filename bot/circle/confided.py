"""How a field of a state says that people have it in confidence. `confidence` reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any

NAME = 48
"""Bytes that a field's name takes in JSON at the most, with its marks."""
SEAT = len("123,")
"""Bytes that a seat takes in JSON at the most."""
_ROOM, _BLANK = "room", "blank"


def confided(room: Callable[[int], int], blank: object = MISSING) -> dict[str, Any]:
    """The metadata of a field that people have in confidence: `field(default=..., metadata=confided(...))`.

    Args:
        room: how many bytes of JSON, with that many seats, it takes at the most beyond what it takes when blank.
        blank: what it is while nobody has done anything; the field's default unless it is given.
    """
    return {_ROOM: room, _BLANK: blank}


def confided_fields(part: object) -> tuple[Field[Any], ...]:
    """The fields of a part of a state that are in confidence; none of what is no dataclass."""
    kind: Any = type(part)
    return _fields(kind)


@cache
def _fields(kind: type) -> tuple[Field[Any], ...]:
    return tuple(field for field in fields(kind) if _ROOM in field.metadata) if is_dataclass(kind) else ()


def blank_of(field: Field[Any]) -> Any:
    """What such a field is while nobody has done anything."""
    blank = field.metadata[_BLANK]
    return field.default if blank is MISSING else blank


def room_of(field: Field[Any], seats: int) -> int:
    """How many bytes of JSON such a field takes at the most, with that many seats."""
    room: int = field.metadata[_ROOM](seats)
    return room
