"""Quieting one person until the turn ends: somebody's microphone disturbs, and whoever leads mutes it for so long.

Where nothing can be muted this is never asked. It takes nothing from anybody: turn, time and seat stay as they are
(docs/method.md, "Holding the circle").
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .model import HoldReason, Phase, Quieting, SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet(Command):
    """Let this seat be quiet until the turn ends, and whoever was quiet before be heard; None: nobody is quiet."""

    to: int | None


@dataclass(frozen=True, slots=True)
class Quieted(Event):
    """This seat is quiet, or nobody is."""

    seat: int | None


def _quieted(state: SessionState, event: Quieted) -> SessionState:
    if event.seat is None:
        return replace(state, quieting=None)
    now = Quieting(event.seat, state.stage_index, state.turns, in_turn=state.turn is not None)
    return replace(state, quieting=now)


FOLDS = (on(Quieted, _quieted),)


def quiet_seat(state: SessionState) -> int | None:
    """Who is quiet now; None: nobody. It ends with the turn, or between turns with the next; outside of a round with
    the stage. In a pause everyone may speak, and so may whoever has the piece."""
    was = state.quieting
    if was is None or state.phase is not Phase.LIVE or state.held(HoldReason.PAUSE):
        return None
    if (was.stage, was.turns, was.in_turn) != (state.stage_index, state.turns, state.turn is not None):
        return None
    seat = state.seat(was.seat)
    return None if seat is None or not seat.is_seated or state.speaker == was.seat else was.seat


def quiet(draft: Draft, command: Quiet) -> No:
    """Whoever leads may quiet one person, but not whoever has the piece: for that there is `Next`."""
    state = draft.state
    if command.seen is not None and command.seen < state.moved:
        return Refusal(Code.STALE)
    if command.to is not None:
        seat = state.seat(command.to)
        if seat is None or not seat.is_seated:
            return Refusal(Code.NOT_A_SEAT)
        if state.held(HoldReason.PAUSE):
            return Refusal(Code.PAUSED)
        if state.speaker == command.to:
            return Refusal(Code.HAS_THE_PIECE)
    if quiet_seat(state) != command.to:
        draft.emit(Quieted(command.to))
    return None
