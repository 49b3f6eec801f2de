"""Who may speak now: derived from the state whenever it is asked for, and kept nowhere (docs/method.md, "The piece").

What rooms make of it (a channel in which only one can write, a stage on which only one is heard) is none of the core's
business.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import HoldReason, Phase, SessionState, TurnPhase
from .order import may_volunteer
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
    return NOBODY if state.speaker is None else Only(state.speaker)


def held_out_to(state: SessionState) -> frozenset[int]:
    """The seats that may take the piece now, and would speak: the one it is held out to, or, while it lies in the
    middle, everyone who may have it."""
    turn = state.turn
    if turn is None or turn.phase is not TurnPhase.OFFERED or state.held(HoldReason.SILENCE):
        return frozenset()
    if may_speak(state) != NOBODY:
        return frozenset()
    seats = [seat for seat in state.seated if not seat.writes and state.can_speak(seat.number)]
    if turn.seat is not None:
        return frozenset(seat.number for seat in seats if seat.number == turn.seat)
    return frozenset(seat.number for seat in seats if may_volunteer(state, seat.number))


def may_be_heard(state: SessionState) -> Speaking:
    """Who may be heard in this moment, in a room in which people speak: as `may_speak`, but whoever has the piece and
    takes their turns in writing need not be heard."""
    speaking = may_speak(state)
    return NOBODY if isinstance(speaking, Only) and is_written(state) else speaking
