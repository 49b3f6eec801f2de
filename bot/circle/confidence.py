"""Which part of a state people have in confidence, so that what is kept can be as long with it as without it.

A field says so where it is declared (`confided`). It is found in the state itself, and in what the state holds: its
turn, its round, each of its stories. It is not found any deeper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from .confided import confided_fields
from .model import SessionState

_HELD = tuple(field.name for field in fields(SessionState))


def without(state: SessionState) -> SessionState:
    """The state as it would be if nobody had done anything in confidence. The very same one if nobody has."""
    changes: dict[str, Any] = {}
    for name in _HELD:
        value = getattr(state, name)
        bare = tuple(map(_bare, value)) if isinstance(value, tuple) else _bare(value)
        if bare != value:
            changes[name] = bare
    bare_state: SessionState = _bare(replace(state, **changes) if changes else state)
    return bare_state


def _bare(part: Any) -> Any:
    """The same, with blanks in place of what is in confidence. The very same one where nothing is."""
    blanks = {one.name: one.blank for one in confided_fields(part) if getattr(part, one.name) != one.blank}
    return replace(part, **blanks) if blanks else part


def room_for(state: SessionState) -> int:
    """How many bytes what `without` leaves out takes at the most, with as many seats and parts as there are."""
    seats = len(state.seats)
    return sum(one.room(seats) for part in _parts(state) for one in confided_fields(part))


def _parts(state: SessionState) -> Iterator[Any]:
    """The state, and everything that it holds."""
    yield state
    for name in _HELD:
        value = getattr(state, name)
        yield from value if isinstance(value, tuple) else (value,)
