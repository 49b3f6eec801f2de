"""A session's state as text and back: JSON, through pydantic over the core's own dataclasses, and sealed.

The format is kept beside it (`bot.store.formats`). All of the rest is sealed, so that nothing of what happens in a
circle has to be remembered as confidential. Its length is that of a state in which nobody has done anything in
confidence, and room for everything they could do.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable

from pydantic import TypeAdapter
from pydantic_core import from_json

from bot.circle.confidence import room_for, without
from bot.circle.formats import Format
from bot.circle.model import SessionState

_STATE: TypeAdapter[SessionState] = TypeAdapter(SessionState)
_CHOICES = b'"choices":'
_ONCE_OF_A_DATE = (b'"begins_alone"', b'"splits"', b'"shows_names"', b'"has_event"')
BLOCK = 1024
"""Lengths are whole numbers of this many bytes."""

Cipher = Callable[[bytes], bytes]


def dump(state: SessionState, hide: Cipher | None) -> str:
    """The state without its format, as text that only `hide`'s other half reads.

    Args:
        state: what is kept.
        hide: seals it; None for a session that is over, which is kept as plain JSON.
    """
    text = _json(state)
    if hide is None:
        return text.decode()
    bare_state = without(state)
    bare = text if bare_state is state else _json(bare_state)
    length = -(-(len(bare) + room_for(state)) // BLOCK) * BLOCK
    return b64encode(hide(text.ljust(length))).decode()


def load(text: str, show: Cipher | None, kept_format: Format | None) -> SessionState:
    """The state that was dumped.

    Args:
        text: what `dump` made of it.
        show: opens it.
        kept_format: the format that is kept beside it; None if an earlier version kept it within the text.

    Raises:
        pydantic.ValidationError: the text is not a state of this version.
        ValueError: it is sealed, and there is no key to it any more; or it is not JSON.
    """
    if is_sealed(text):
        if show is None:
            raise ValueError("the state is sealed and its key is gone")
        plain = show(b64decode(text))
    else:
        plain = text.encode()
    if kept_format is None:
        return _STATE.validate_json(_as_now(plain))
    return _STATE.validate_python({**from_json(plain), "format": kept_format})


def _json(state: SessionState) -> bytes:
    return _STATE.dump_json(state, exclude={"format"}, exclude_defaults=True)


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
