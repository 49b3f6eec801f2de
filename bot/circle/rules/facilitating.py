"""What whoever holds the circle may ask for."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..appointment import events as a
from ..draft import Draft
from ..flow import end_turn, go_on, leave_stage, release, set_aside, somebody_is_next
from ..formats import PROMPTED, PromptKind
from ..model import (
    Call,
    EndReason,
    HoldReason,
    Outcome,
    Phase,
    Place,
    Presence,
    RoleCall,
    SessionState,
    TimerKind,
    TurnPhase,
)
from ..order import is_reordering
from ..refusals import Code, Refusal
from .authority import No, facilitating, may_lead

SMALLEST_ANYWAY = 2
"""How many people there are at least when a facilitator decides to begin with fewer than the format asks for."""


def begin(draft: Draft, command: c.Begin) -> No:
    state = draft.state
    if not may_lead(state, command) and not _is_asked(state, command):
        return Refusal(Code.NOT_FACILITATOR)
    if state.phase is Phase.LIVE:
        return None
    if state.phase is Phase.PLANNED:
        return Refusal(Code.CALLED_OFF if state.is_off else Code.NOT_YET_OPEN)
    here = [seat for seat in state.seated if seat.presence is not Presence.ABSENT]
    if state.held(HoldReason.UNSEEN):
        return Refusal(Code.NO_ROOM)
    least = SMALLEST_ANYWAY if command.anyway and state.appointment is not None else state.format.minimum
    if len(here) < least:
        return Refusal(Code.TOO_FEW, least - len(here))
    draft.emit(e.Begun(draft.now, command.prompts))
    for seat in state.seats:
        if seat.place in (Place.WAITING, Place.KEPT):
            draft.emit(e.SeatForgotten(seat.number))
    _stand_in(draft, command)
    leave_stage(draft)
    return None


def _is_asked(state: SessionState, command: c.Begin) -> bool:
    """Whether the group may begin by itself, and this is one of the group."""
    seat, appointment = state.seat(command.seat), state.appointment
    return (
        seat is not None
        and seat.place is Place.SEATED
        and appointment is not None
        and appointment.choices.begins_alone
        and appointment.asked is Call.EVERYONE
    )


def _stand_in(draft: Draft, command: c.Begin) -> None:
    """Whoever begins in place of a facilitator who has not come, or gave up the seat, holds the circle."""
    state, seat = draft.state, draft.state.seat(command.seat)
    facilitator = state.seat(state.facilitator)
    if seat is None or seat.place is not Place.SEATED or seat.number == state.facilitator:
        return
    if state.appointment is not None and facilitator is not None and facilitator.presence is Presence.UNKNOWN:
        draft.emit(e.PresenceChanged(facilitator.number, Presence.ABSENT))
    if draft.state.host is None:
        draft.emit(e.RoleTaken(seat.number))


def move_on(draft: Draft, command: c.Next) -> No:
    if (no := facilitating(draft, command)) is not None:
        return no
    if command.seen is not None and command.seen < draft.state.moved:
        return Refusal(Code.STALE)
    release(draft, HoldReason.SILENCE)
    release(draft, HoldReason.UNSEEN)
    if draft.state.held(HoldReason.NO_FACILITATOR):
        draft.emit(e.RoleCalled(RoleCall.UNHELD))
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
        set_aside(draft, otherwise=Outcome.SHARED)
    elif state.held(HoldReason.NOTE_ASKED):
        set_aside(draft, otherwise=Outcome.SKIPPED)
    elif turn.phase is TurnPhase.SPEAKING:
        end_turn(draft, Outcome.SHARED)
    elif turn.seat is None:
        end_turn(draft, Outcome.SKIPPED)
        leave_stage(draft)
    else:
        set_aside(draft, otherwise=Outcome.SKIPPED)
    return None


def pause(draft: Draft, command: c.Pause) -> No:
    if (no := facilitating(draft, command, held=True)) is not None:
        return no
    if draft.state.held(HoldReason.PAUSE):
        return None
    release(draft, HoldReason.SILENCE)
    timer = draft.timer(TimerKind.PAUSE, draft.state.format.timing.pause_s)
    draft.emit(e.Held(HoldReason.PAUSE, draft.now, timer))
    return None


def hold_silence(draft: Draft, command: c.HoldSilence) -> No:
    if (no := facilitating(draft, command)) is not None:
        return no
    if draft.state.held(HoldReason.SILENCE):
        return None
    timer = draft.timer(TimerKind.SILENCE, draft.state.format.timing.silence_s)
    draft.emit(e.Held(HoldReason.SILENCE, draft.now, timer))
    return None


def resume(draft: Draft, command: c.Resume) -> No:
    if (no := facilitating(draft, command, held=True)) is not None:
        return no
    if not (draft.state.held(HoldReason.PAUSE) or draft.state.held(HoldReason.SILENCE)):
        # A circle that stands still because it cannot be seen goes on by itself as soon as it can.
        return None if draft.state.held(HoldReason.UNSEEN) else Refusal(Code.NOT_PAUSED)
    release(draft, HoldReason.PAUSE)
    release(draft, HoldReason.SILENCE)
    return None


def reorder(draft: Draft, command: c.Reorder) -> No:
    if (no := facilitating(draft, command, held=True)) is not None:
        return no
    going = draft.state.round
    if going is None:
        return Refusal(Code.NOT_IN_ROUND)
    if command.seen is not None and command.seen < going.opened:
        return Refusal(Code.STALE)
    if not is_reordering(going.order, command.order):
        return Refusal(Code.ORDER_MISMATCH)
    if going.order != command.order:
        draft.emit(e.OrderChanged(command.order))
    return None


def hand_over(draft: Draft, command: c.HandOver) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    seat = draft.state.seat(command.to)
    if seat is None or seat.place is not Place.SEATED:
        return Refusal(Code.NOT_A_SEAT)
    if draft.state.facilitator != command.to or draft.state.stand_in is not None:
        draft.emit(e.RoleHandedOver(command.to))
    return None


def take_role(draft: Draft, command: c.TakeRole) -> No:
    state = draft.state
    seat = state.seat(command.seat)
    if seat is None or state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if state.host == seat.number:
        return None
    if state.role_call is RoleCall.NOBODY:
        return Refusal(Code.NOT_ASKED)
    if state.role_call is RoleCall.COFACILITATORS and not may_lead(state, command):
        return Refusal(Code.NOT_ASKED)
    draft.emit(e.RoleTaken(seat.number))
    return None


def set_prompt(draft: Draft, command: c.SetPrompt) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    wanted = prompt_stage(draft.state)
    if wanted is None:
        return Refusal(Code.NO_PROMPT_STAGE)
    if dict(draft.state.prompts).get(wanted) != command.prompt:
        draft.emit(e.PromptSet(wanted, command.prompt))
    return None


def prompt_stage(state: SessionState) -> int | None:
    """The stage that a question is put for: this one or the next that has one; the stories, before it begins."""
    stages = state.format.stages
    if state.phase is not Phase.LIVE:
        wanted = [i for i, stage in enumerate(stages) if stage.prompt is PromptKind.STORY]
        wanted += [i for i, stage in enumerate(stages) if stage.prompt is not None]
    else:
        wanted = [
            i for i, s in enumerate(stages) if s.kind in PROMPTED and s.prompt and i >= state.stage_index
        ]
    return wanted[0] if wanted else None


def end(draft: Draft, command: c.End) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    if draft.state.phase is Phase.PLANNED:
        if not draft.state.is_off:
            draft.emit(a.CalledOff(draft.now, EndReason.CALLED_OFF))
        return None
    draft.emit(e.Ended(draft.now, EndReason.CLOSED))
    return None
