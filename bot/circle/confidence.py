"""Which part of a state people have in confidence, so that what is kept can be as long with it as without it.

A field says so where it is declared (`confided`). It is found in the state itself, and in what the state holds: its
turn, its round, each of its stories. It is not found any deeper.
"""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from .changing import replace
from .confided import confided_fields, confided_in
from .model import SessionState


def _kinds_in(hint: Any) -> list[Any]:
    """The types that a type names: those of its items, or each of its alternatives."""
    return [kind for one in get_args(hint) for kind in _kinds_in(one)] or [hint]


_HOLDING = tuple(
    name
    for name, hint in get_type_hints(SessionState).items()
    if any(confided_in(kind) for kind in _kinds_in(hint))
)
"""The fields of a state in which something lies of which a part is in confidence."""


def without(state: SessionState) -> SessionState:
    """The state as it would be if nobody had done anything in confidence. The very same one if nobody has."""
    changes: dict[str, Any] = {}
    for name in _HOLDING:
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


def _parts(state: SessionState) -> list[Any]:
    """The state, and what it holds of which a part is in confidence."""
    parts: list[Any] = [state]
    for name in _HOLDING:
        value = getattr(state, name)
        parts += value if isinstance(value, tuple) else (value,)
    return parts
