"""`Next`: whoever leads moves the piece, or the stage, on. It is the clock's work, done by hand."""

from __future__ import annotations

from dataclasses import dataclass

from .facilitating import RoleCalled
from .flow import go_on, leave_stage, somebody_is_next
from .holds import release
from .model import HoldReason, RoleCall, TimerKind, TurnOutcome, TurnPhase
from .refusals import Code, Refusal
from .slices import Command, Draft, No
from .turns import end_turn, set_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Next(Command):
    """Move the piece, or the stage, on."""


def move_on(draft: Draft, command: Next) -> No:
    """Two presses at once move it once, and nobody's turn is lost by it (docs/method.md, "Holding the circle").

    Whoever speaks has told; whoever has not begun is offered the piece again at the end of the round.
    """
    if draft.state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if command.seen is not None and command.seen < draft.state.moved:
        return Refusal(Code.STALE)
    release(draft, HoldReason.SILENCE)
    release(draft, HoldReason.UNSEEN)
    if draft.state.held(HoldReason.NO_FACILITATOR):
        draft.emit(RoleCalled(RoleCall.UNHELD))
        release(draft, HoldReason.NO_FACILITATOR)
        go_on(draft)
        return None
    state, turn = draft.state, draft.state.turn
    waits = state.timer is not None and state.timer.kind is TimerKind.NOBODY
    if not state.in_round or (waits and not somebody_is_next(state)):
        leave_stage(draft)
    elif turn is None:
        go_on(draft)
    elif state.held(HoldReason.AWAY):
        set_aside(draft, otherwise=TurnOutcome.SHARED)
    elif state.held(HoldReason.NOTE_ASKED):
        set_aside(draft, otherwise=TurnOutcome.SKIPPED)
    elif turn.phase is TurnPhase.SPEAKING:
        end_turn(draft, TurnOutcome.SHARED)
    elif turn.seat is None:
        end_turn(draft, TurnOutcome.SKIPPED)
    else:
        set_aside(draft, otherwise=TurnOutcome.SKIPPED)
    return None
