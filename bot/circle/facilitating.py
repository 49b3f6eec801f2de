"""The role of whoever holds the circle: handed over, taken while they are away, given back when they return.

If the facilitator disappears, the circle holds and others are asked; nothing is lost (docs/method.md, "Holding the
circle").
"""

from __future__ import annotations

from dataclasses import dataclass

from .authority import may_lead
from .changing import replace
from .model import RoleCall, SessionState, Timer
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on

# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """Give the facilitator's role to another seat."""

    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRole(Command):
    """Hold the circle while its facilitator is away."""


# What becomes true


@dataclass(frozen=True, slots=True)
class RoleCalled(Event):
    """Whom the circle asks to hold it. `timer` is set when it is standing still for that."""

    asked: RoleCall
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class RoleTaken(Event):
    """Someone holds the circle while its facilitator is away."""

    seat: int


@dataclass(frozen=True, slots=True)
class RoleReturned(Event):
    """The facilitator is back and holds the circle again."""

    seat: int


@dataclass(frozen=True, slots=True)
class RoleHandedOver(Event):
    """The facilitator's role belongs to another seat, or to nobody."""

    seat: int | None


def _role_called(state: SessionState, event: RoleCalled) -> SessionState:
    state = replace(state, role_call=event.asked)
    return state if event.timer is None else replace(state, timer=event.timer)


def _role_taken(state: SessionState, event: RoleTaken) -> SessionState:
    return replace(state, stand_in=event.seat, role_call=RoleCall.NOBODY)


def _role_returned(state: SessionState, event: RoleReturned) -> SessionState:
    return replace(state, stand_in=None, role_call=RoleCall.NOBODY)


def _role_handed_over(state: SessionState, event: RoleHandedOver) -> SessionState:
    return replace(state, facilitator=event.seat, stand_in=None, role_call=RoleCall.NOBODY)


FOLDS = (
    on(RoleCalled, _role_called),
    on(RoleTaken, _role_taken),
    on(RoleReturned, _role_returned),
    on(RoleHandedOver, _role_handed_over),
)


# The rules


def hand_over(draft: Draft, command: HandOver) -> No:
    """Whoever leads may give the role to anybody with a seat, and gives up their own with it."""
    seat = draft.state.seat(command.to)
    if seat is None or not seat.is_inside:
        return Refusal(Code.NOT_A_SEAT)
    if draft.state.facilitator != command.to or draft.state.stand_in is not None:
        draft.emit(RoleHandedOver(command.to))
    return None


def take_role(draft: Draft, command: TakeRole) -> No:
    """While nobody holds the circle those who were asked may: co-facilitators first, then everyone."""
    state = draft.state
    seat = state.seat(command.seat)
    if seat is None:
        return Refusal(Code.NOT_STARTED)
    if state.host == seat.number:
        return None
    if state.role_call is RoleCall.NOBODY:
        return Refusal(Code.NOT_ASKED)
    if state.role_call is RoleCall.COFACILITATORS and not may_lead(state, command):
        return Refusal(Code.NOT_ASKED)
    draft.emit(RoleTaken(seat.number))
    return None
