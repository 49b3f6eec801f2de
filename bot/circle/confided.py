"""How a field of a state says that people have it in confidence. `confidence` reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any

NAME = 48
"""Bytes that a field's name takes in JSON at the most, with its marks."""
SEAT = len("123,")
"""Bytes that a seat takes in JSON at the most."""

Room = Callable[[int], int]
"""How many bytes of JSON a field takes at the most beyond what it takes when blank, with that many seats."""


@dataclass(frozen=True, slots=True)
class Confided:
    """A field that people have in confidence."""

    name: str
    blank: Any
    """What it is while nobody has done anything."""
    room: Room


def confided(room: Room, blank: object = MISSING) -> dict[str, Any]:
    """The metadata of such a field: `field(default=..., metadata=confided(...))`.

    Args:
        room: how much it takes.
        blank: what it is while nobody has done anything; the field's default unless it is given.
    """
    return {"room": room, "blank": blank}


def confided_fields(part: object) -> tuple[Confided, ...]:
    """The fields of a part of a state that are in confidence; none of what is no dataclass."""
    kind: Any = type(part)
    return confided_in(kind)


@cache
def confided_in(kind: Any) -> tuple[Confided, ...]:
    """The same of every part of that type."""
    marked = [field for field in fields(kind) if "room" in field.metadata] if is_dataclass(kind) else []
    return tuple(_confided(field.name, field.default, **field.metadata) for field in marked)


def _confided(name: str, default: object, room: Room, blank: object) -> Confided:
    return Confided(name, default if blank is MISSING else blank, room)
