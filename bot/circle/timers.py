"""Moving the clock of a session: what a hold stopped, and what is given back. Only folds call this."""

from __future__ import annotations

from datetime import timedelta

from .changing import replace
from .model import SessionState, Timer


def shifted(timer: Timer | None, by: timedelta) -> Timer | None:
    """The timer, due that much later."""
    return None if timer is None else replace(timer, due=timer.due + by)


def with_turn_shifted(state: SessionState, by: timedelta) -> SessionState:
    """The session with the time of whoever speaks that much later."""
    turn = state.turn
    if turn is None or turn.ends_at is None:
        return state
    told_from = None if turn.told_from is None else turn.told_from + by
    return replace(state, turn=replace(turn, ends_at=turn.ends_at + by, told_from=told_from))


def with_answers_shifted(state: SessionState, by: timedelta) -> SessionState:
    """The session with the answers of those who wait outside awaited for that much longer."""
    seats = tuple(
        seat if seat.answer_by is None else replace(seat, answer_by=seat.answer_by + by)
        for seat in state.seats
    )
    return replace(state, seats=seats)


def with_main_timer(state: SessionState, timer: Timer | None) -> SessionState:
    """The session with another main clock, the one that holds have stopped included."""
    if not state.holds:
        return replace(state, timer=timer)
    return replace(state, holds=(replace(state.holds[0], stopped=timer), *state.holds[1:]))
