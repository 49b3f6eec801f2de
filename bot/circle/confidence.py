"""Which part of a state people have in confidence, so that what is kept can be as long with it as without it.

A field says so where it is declared (`confided`). It is found in the state itself, and in what the state holds: its
turn, its round, each of its stories. It is not found any deeper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from .confided import blank_of, confided_fields, room_of
from .model import SessionState


def without(state: SessionState) -> SessionState:
    """The state as it would be if nobody had done anything in confidence. The very same one if nobody has."""
    bare = {field.name: _bare(getattr(state, field.name)) for field in fields(state)}
    bare |= {field.name: blank_of(field) for field in confided_fields(state)}
    changes = {name: value for name, value in bare.items() if value != getattr(state, name)}
    return replace(state, **changes) if changes else state


def _bare(value: Any) -> Any:
    """What the state holds in one field, with blanks in place of what is in confidence."""
    if isinstance(value, tuple):
        return tuple(_bare_part(part) for part in value)
    return _bare_part(value)


def _bare_part(part: Any) -> Any:
    blanks = {field.name: blank_of(field) for field in confided_fields(part)}
    return replace(part, **blanks) if blanks else part


def room_for(state: SessionState) -> int:
    """How many bytes what `without` leaves out takes at the most, with as many seats and parts as there are."""
    seats = len(state.seats)
    return sum(room_of(field, seats) for part in _all(state) for field in confided_fields(part))


def _all(state: SessionState) -> Iterator[Any]:
    """The state, and everything that it holds."""
    yield state
    for field in fields(state):
        value = getattr(state, field.name)
        yield from value if isinstance(value, tuple) else (value,)
