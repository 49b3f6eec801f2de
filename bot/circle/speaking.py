"""Who may speak now: derived from the state whenever it is asked for, and kept nowhere (docs/method.md, "The piece").

What rooms make of it (a channel in which only one can write, a stage on which only one is heard) is none of the core's
business.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import HoldReason, Phase, SessionState, TurnPhase
from .writing import is_written


@dataclass(frozen=True, slots=True)
class Everyone:
    """Nothing is held back."""


@dataclass(frozen=True, slots=True)
class Only:
    """The seat that holds the piece, and nobody else."""

    seat: int


@dataclass(frozen=True, slots=True)
class Nobody:
    """A silence, or the time between two turns."""


Speaking = Everyone | Only | Nobody

EVERYONE, NOBODY = Everyone(), Nobody()
FREE = (HoldReason.PAUSE, HoldReason.UNSEEN)
"""What stops the practice itself. A circle that cannot be shown may stand still for a day, and nobody could see why
they are not heard."""


def may_speak(state: SessionState) -> Speaking:
    """Who may speak in this moment.

    The facilitator has the piece in turn as everyone has, and speaks then; to say something in between they pause,
    which lets everyone speak. Whoever holds the piece keeps it while they are away for a moment, so that they can go
    on at once. Nothing that people do in confidence changes the answer.
    """
    if state.phase is not Phase.LIVE or any(state.held(reason) for reason in FREE):
        return EVERYONE
    if state.held(HoldReason.SILENCE):
        return NOBODY
    if not state.in_round:
        return EVERYONE
    turn = state.turn
    if turn is None or turn.seat is None or turn.phase is not TurnPhase.SPEAKING:
        return NOBODY
    return Only(turn.seat)


def may_be_heard(state: SessionState) -> Speaking:
    """Who may be heard in this moment, in a room in which people speak: as `may_speak`, but whoever has the piece and
    takes their turns in writing need not be heard."""
    speaking = may_speak(state)
    return NOBODY if isinstance(speaking, Only) and is_written(state) else speaking
