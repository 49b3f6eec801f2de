"""A session's state as text and back: JSON, through pydantic over the core's own dataclasses, and sealed.

All of it is sealed, so that nothing of what happens in a circle has to be remembered as confidential. Its length is
that of a state in which nobody has done anything in confidence, and room for everything they could do.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable

from pydantic import TypeAdapter

from bot.circle.confidence import room_for, without
from bot.circle.model import SessionState

_STATE: TypeAdapter[SessionState] = TypeAdapter(SessionState)
_CHOICES = b'"choices":'
_ONCE_OF_A_DATE = (b'"begins_alone"', b'"splits"', b'"shows_names"', b'"has_event"')
BLOCK = 1024
"""Lengths are whole numbers of this many bytes."""

Cipher = Callable[[bytes], bytes]


def dump(state: SessionState, hide: Cipher | None) -> str:
    """The state as text that only `hide`'s other half reads; None for a session that is over, as plain JSON."""
    text = _STATE.dump_json(state, exclude_defaults=True)
    if hide is None:
        return text.decode()
    bare = _STATE.dump_json(without(state), exclude_defaults=True)
    length = -(-(len(bare) + room_for(state)) // BLOCK) * BLOCK
    return b64encode(hide(text.ljust(length))).decode()


def load(text: str, show: Cipher | None) -> SessionState:
    """The state that was dumped.

    Raises:
        pydantic.ValidationError: the text is not a state of this version.
        ValueError: it is sealed, and there is no key to it any more.
    """
    if not is_sealed(text):
        return _STATE.validate_json(_as_now(text.encode()))
    if show is None:
        raise ValueError("the state is sealed and its salt is gone")
    return _STATE.validate_json(_as_now(show(b64decode(text))))


def _as_now(text: bytes) -> bytes:
    """The JSON of a state as this version writes it: until schema 0012, a date held its choices one by one."""
    if _CHOICES in text or not any(name in text for name in _ONCE_OF_A_DATE):
        return text
    try:
        state = json.loads(text)
    except ValueError:
        return text  # whoever reads it says what is wrong with it
    date = state.get("appointment")
    if date is not None:
        names = [json.loads(name) for name in _ONCE_OF_A_DATE]
        date["choices"] = {name: date.pop(name) for name in names if name in date}
    return json.dumps(state).encode()


def is_sealed(text: str) -> bool:
    """Whether it is sealed. Until the version that seals, all states were plain; those of ended sessions still are."""
    return not text.startswith("{")
