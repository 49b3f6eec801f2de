"""Which part of a state people have in confidence, so that what is kept can be as long with it as without it."""

from __future__ import annotations

from dataclasses import replace

from .counts import UNASKED
from .model import ContentNote, Gesture, SessionState, Turn

# Bytes that each takes in JSON at the most, seats having up to three digits.
_NAME = 48
_GESTURE = len('["me_too",123],')
_SEAT = len("123,")


def without(state: SessionState) -> SessionState:
    """The state as it would be if nobody had made a gesture, answered, offered a spark, or asked for anything.

    The very same one if nobody has.
    """
    turn = state.turn
    if not _has_any(state, turn):
        return state
    return replace(
        state,
        stories=tuple(replace(story, gestures=()) for story in state.stories),
        echoes=tuple(replace(echo, heard=0, me_too=0, hope=0) for echo in state.echoes),
        check_in=UNASKED,
        check_out=UNASKED,
        sparks=(),
        rested_at=None,
        turn=None if turn is None else replace(turn, notes=(), had_quiet=False),
    )


def _has_any(state: SessionState, turn: Turn | None) -> bool:
    return (
        any(story.gestures for story in state.stories)
        or any(echo.heard or echo.me_too or echo.hope for echo in state.echoes)
        or state.check_in != UNASKED
        or state.check_out != UNASKED
        or bool(state.sparks)
        or state.rested_at is not None
        or (turn is not None and (bool(turn.notes) or turn.had_quiet))
    )


def room_for(state: SessionState) -> int:
    """How many bytes what `without` leaves out takes at the most, with as many seats and stories as there are."""
    seats, stories = len(state.seats), len(state.stories)
    gestures = stories * (_NAME + seats * len(Gesture) * _GESTURE)
    answers = 2 * (2 * _NAME + (seats + 5) * _SEAT)
    sparks = _NAME + seats * _SEAT
    notes = 2 * _NAME + sum(len(f'"{note}",') for note in ContentNote)
    rested_at = 2 * _NAME
    echoes = len(state.echoes) * len(Gesture) * len("12")
    return gestures + answers + sparks + notes + rested_at + echoes
