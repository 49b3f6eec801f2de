"""Who is asked for something now: by the card that asks, which pings them too."""

from __future__ import annotations

from collections.abc import Iterator

from bot.circle.model import Call, RoleCall, SessionState


def asked_to_hold(state: SessionState) -> Iterator[int]:
    """The seats that are asked to hold the circle now."""
    if state.role_call is RoleCall.NOBODY or state.role_call is RoleCall.UNHELD:
        return
    for seat in state.here:
        if seat.may_facilitate or state.role_call is RoleCall.EVERYONE:
            yield seat.number


def asked_to_begin(state: SessionState) -> Iterator[int]:
    """The seats that are asked to begin now."""
    call = state.appointment.asked if state.appointment is not None else Call.NOBODY
    for seat in state.seated:
        is_facilitator = seat.number == state.facilitator
        leads = call is Call.FACILITATOR and is_facilitator
        helps = call is Call.COFACILITATORS and (seat.may_facilitate or is_facilitator)
        if leads or helps or call is Call.EVERYONE:
            yield seat.number


def who_holds(state: SessionState) -> Iterator[int]:
    """The seat that holds the circle."""
    if state.host is not None:
        yield state.host


def who_has_the_piece(state: SessionState) -> Iterator[int]:
    """The seat that the piece is with."""
    if state.turn is not None and state.turn.seat is not None:
        yield state.turn.seat


def who_chooses(state: SessionState) -> Iterator[int]:
    """The seat that may say who is next."""
    if state.nominating is not None:
        yield state.nominating
