"""Seats: taken, given up, taken away, and whether whoever sits there is here (docs/method.md, "Seats")."""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .formats import LateComers, StageKind
from .holds import release
from .model import Consent, HoldReason, Phase, Presence, SeatPlace, SessionState, TurnOutcome, TurnPhase
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .turns import end_turn, set_aside
from .waiting import SeatQueued

# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Command):
    """Take a seat (`seat` None), or the seat one gave up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Command):
    """Give up the seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOut(Command):
    """Go for a while and keep the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack(Command):
    """Be here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Take a seat away, for good."""

    target: int


# What becomes true


@dataclass(frozen=True, slots=True)
class SeatTaken(Event):
    """A new seat, or one that had been given up, is taken."""

    seat: int
    may_facilitate: bool = False
    facilitator: bool = False


@dataclass(frozen=True, slots=True)
class SeatForgotten(Event):
    """A seat given up before the session began: nothing about it remains."""

    seat: int


@dataclass(frozen=True, slots=True)
class PlaceChanged(Event):
    """A seat was given up, or taken away, during the session."""

    seat: int
    place: SeatPlace


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    """A seat is here, away, or it cannot be known."""

    seat: int
    presence: Presence


def _seat_taken(state: SessionState, event: SeatTaken) -> SessionState:
    known = state.seat(event.seat)
    if known is None:
        state = state.with_new_seat(event.seat, may_facilitate=event.may_facilitate)
    else:
        seat = replace(
            known,
            place=SeatPlace.SEATED,
            presence=Presence.PRESENT,
            may_facilitate=event.may_facilitate,
            kept_until=None,
        )
        state = state.with_seat(seat)
    if state.has_agreed and state.format.late_comers is LateComers.AGREE_FIRST:
        taken = state.known_seat(event.seat)
        has_answered = taken.consent in (Consent.AGREED, Consent.LISTENING)
        state = state.with_seat(replace(taken, waits_outside=not has_answered))
    if event.facilitator:
        state = replace(state, facilitator=event.seat)
    if state.round is not None and event.seat not in state.round.order:
        state = replace(state, round=replace(state.round, order=(*state.round.order, event.seat)))
    return state


def _seat_forgotten(state: SessionState, event: SeatForgotten) -> SessionState:
    return state.without_seat(event.seat)


def _place_changed(state: SessionState, event: PlaceChanged) -> SessionState:
    seat = state.known_seat(event.seat)
    state = state.with_seat(replace(seat, place=event.place, kept_until=None, answer_by=None))
    if state.stand_in == event.seat:
        state = replace(state, stand_in=None)
    if state.nominating == event.seat:
        state = replace(state, nominating=None)
    going = state.round
    if going is not None and event.seat in going.order:
        gone = going.order.index(event.seat)
        order = going.order[:gone] + going.order[gone + 1 :]
        place = going.place - 1 if gone <= going.place else going.place
        state = replace(state, round=replace(going, order=order, place=place))
    return state


def _presence_changed(state: SessionState, event: PresenceChanged) -> SessionState:
    seat = state.known_seat(event.seat)
    return state.with_seat(replace(seat, presence=event.presence))


FOLDS = (
    on(SeatTaken, _seat_taken),
    on(SeatForgotten, _seat_forgotten),
    on(PlaceChanged, _place_changed),
    on(PresenceChanged, _presence_changed),
)


# The rules


def join(draft: Draft, command: Join) -> No:
    """Anybody may take a free seat until the closing, and come back to the one they gave up, but never twice.

    Where every seat of a date is taken, one waits. Who was removed does not come back.
    """
    state = draft.state
    known = state.seat(command.seat)
    if known is not None and known.place is SeatPlace.REMOVED:
        return Refusal(Code.REMOVED)
    if known is not None and known.is_seated:
        return Refusal(Code.ALREADY_SEATED)
    if state.stage is not None and state.stage.kind is StageKind.CLOSING:
        return Refusal(Code.CLOSING)
    if known is not None and known.place is SeatPlace.WAITING:
        return Refusal(Code.ALREADY_WAITING)
    number = state.next_seat if known is None else known.number
    is_kept = known is not None and known.place is SeatPlace.KEPT
    if not is_kept and not state.free_seats:
        if state.appointment is None or state.phase is Phase.LIVE:
            return Refusal(Code.FULL, state.format.capacity)
        draft.emit(SeatQueued(number, command.may_facilitate))
        return None
    may = command.may_facilitate
    draft.emit(SeatTaken(number, may_facilitate=may, facilitator=may and state.facilitator is None))
    return None


def leave(draft: Draft, command: Leave) -> No:
    """Everybody may go at any time, without a reason. Before the session begins nothing about them remains."""
    seat = draft.state.seat(command.seat)
    if seat is None or seat.place in (SeatPlace.LEFT, SeatPlace.REMOVED):
        return None
    if draft.state.phase is not Phase.LIVE:
        draft.emit(SeatForgotten(seat.number))
        return None
    _vacate(draft, seat.number, SeatPlace.LEFT)
    return None


def _vacate(draft: Draft, number: int, place: SeatPlace) -> None:
    """Take a seat out of the live session, and the piece out of its hands."""
    turn = draft.state.turn
    draft.emit(PlaceChanged(number, place))
    if turn is not None and turn.seat == number:
        if turn.phase is TurnPhase.SPEAKING:
            end_turn(draft, TurnOutcome.SHARED)
        elif place is SeatPlace.LEFT:
            set_aside(draft, otherwise=TurnOutcome.SKIPPED)
        else:
            end_turn(draft, TurnOutcome.SKIPPED)


def step_out(draft: Draft, command: StepOut) -> No:
    """Everybody may go for a while and keep their place; an offer they do not wait for comes back to them."""
    seat, turn = draft.state.seat(command.seat), draft.state.turn
    if seat is None or seat.presence is Presence.ABSENT:
        return None
    if turn is not None and turn.seat == seat.number and turn.phase is TurnPhase.OFFERED:
        set_aside(draft, otherwise=TurnOutcome.ABSENT)
    draft.emit(PresenceChanged(seat.number, Presence.ABSENT))
    return None


def come_back(draft: Draft, command: ComeBack) -> No:
    """Whoever stepped out may come back at any time. `arrive` has seen to it: asking is being here."""
    return None


def remove(draft: Draft, command: Remove) -> No:
    """Whoever leads may take anybody's seat away, for good, but not that of whoever holds the circle."""
    seat = draft.state.seat(command.target)
    if seat is None:
        return Refusal(Code.NOT_A_SEAT)
    if command.target in (draft.state.facilitator, draft.state.host):
        return Refusal(Code.HAS_THE_ROLE)
    if seat.is_seated:
        _vacate(draft, command.target, SeatPlace.REMOVED)
    elif seat.place is not SeatPlace.REMOVED:
        draft.emit(PlaceChanged(command.target, SeatPlace.REMOVED))
    return None


def arrive(draft: Draft, number: int) -> None:
    """Whoever does something is here, and a speaker who was waited for has their time back."""
    seat, turn = draft.state.seat(number), draft.state.turn
    if seat is None or not seat.is_seated or seat.presence is Presence.PRESENT:
        return
    draft.emit(PresenceChanged(number, Presence.PRESENT))
    if turn is not None and turn.seat == number:
        release(draft, HoldReason.AWAY)
