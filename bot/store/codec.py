"""A session's state as JSON text and back, through pydantic over the core's own dataclasses."""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.circle.model import SessionState

_STATE: TypeAdapter[SessionState] = TypeAdapter(SessionState)


def dump(state: SessionState) -> str:
    """The state as JSON."""
    return _STATE.dump_json(state, exclude_defaults=True).decode()


def load(text: str) -> SessionState:
    """The state that was dumped.

    Raises:
        pydantic.ValidationError: the text is not a state of this version.
    """
    return _STATE.validate_json(text)
