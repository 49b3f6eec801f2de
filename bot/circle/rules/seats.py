"""Taking, keeping and giving up a seat."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..appointment import events as a
from ..draft import Draft
from ..flow import end_turn, set_aside
from ..formats import StageKind
from ..model import Outcome, Phase, Place, Presence, TurnPhase
from ..refusals import Code, Refusal
from .authority import No, facilitating, set_presence


def join(draft: Draft, command: c.Join) -> No:
    state = draft.state
    if state.is_off:
        return Refusal(Code.CALLED_OFF)
    known = state.seat(command.seat)
    if known is not None and known.place is Place.REMOVED:
        return Refusal(Code.REMOVED)
    if known is not None and known.place is Place.SEATED:
        return Refusal(Code.ALREADY_SEATED)
    if state.stage is not None and state.stage.kind is StageKind.CLOSING:
        return Refusal(Code.CLOSING)
    if known is not None and known.place is Place.WAITING:
        return Refusal(Code.ALREADY_WAITING)
    number = state.next_seat if known is None else known.number
    is_kept = known is not None and known.place is Place.KEPT
    if not is_kept and not state.free_seats:
        if state.appointment is None or state.phase is Phase.LIVE:
            return Refusal(Code.FULL, state.format.capacity)
        draft.emit(a.SeatQueued(number, command.may_facilitate))
        return None
    may = command.may_facilitate
    draft.emit(e.SeatTaken(number, may_facilitate=may, facilitator=may and state.facilitator is None))
    return None


def leave(draft: Draft, command: c.Leave) -> No:
    assert command.seat is not None
    state = draft.state
    seat = state.seat(command.seat)
    if seat is None or seat.place in (Place.LEFT, Place.REMOVED):
        return None
    if state.phase is not Phase.LIVE:
        draft.emit(e.SeatForgotten(command.seat))
        if state.facilitator == command.seat:
            # To whoever may hold it and does something about it: who may is known in that moment only.
            draft.emit(e.RoleHandedOver(None))
        return None
    _vacate(draft, command.seat, Place.LEFT)
    return None


def _vacate(draft: Draft, number: int, place: Place) -> None:
    """Take a seat out of the live session, and the piece out of its hands."""
    turn = draft.state.turn
    draft.emit(e.PlaceChanged(number, place))
    if turn is not None and turn.seat == number:
        if turn.phase is TurnPhase.SPEAKING:
            end_turn(draft, Outcome.SHARED)
        elif place is Place.LEFT:
            set_aside(draft, otherwise=Outcome.SKIPPED)
        else:
            end_turn(draft, Outcome.SKIPPED)


def step_out(draft: Draft, command: c.StepOut) -> No:
    assert command.seat is not None
    seat, turn = draft.state.seat(command.seat), draft.state.turn
    if seat is None or seat.presence is Presence.ABSENT:
        return None
    if turn is not None and turn.seat == command.seat and turn.phase is TurnPhase.OFFERED:
        set_aside(draft, otherwise=Outcome.ABSENT)
    draft.emit(e.PresenceChanged(command.seat, Presence.ABSENT))
    return None


def come_back(draft: Draft, command: c.ComeBack) -> No:
    return None  # `arrive` has seen to it


def notice(draft: Draft, command: c.Notice) -> No:
    seat = draft.state.seat(command.seat)
    if seat is None or seat.presence is command.presence:
        return None
    if command.presence is Presence.UNKNOWN and seat.presence is Presence.ABSENT:
        return None
    set_presence(draft, seat.number, command.presence)
    return None


def remove(draft: Draft, command: c.Remove) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    seat = draft.state.seat(command.target)
    if seat is None:
        return Refusal(Code.NOT_A_SEAT)
    if command.target in (draft.state.facilitator, draft.state.host):
        return Refusal(Code.HAS_THE_ROLE)
    if seat.place is Place.SEATED:
        _vacate(draft, command.target, Place.REMOVED)
    elif seat.place is not Place.REMOVED:
        draft.emit(e.PlaceChanged(command.target, Place.REMOVED))
    return None
