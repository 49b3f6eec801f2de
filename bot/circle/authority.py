"""Who may ask for what (docs/method.md, "Holding the circle"). Only questions are answered here."""

from __future__ import annotations

from enum import Enum

from .model import Call, SeatPlace, SessionState
from .refusals import Code, Refusal
from .slices import Command, No


class Who(Enum):
    """Who may ask for something."""

    ANYBODY = "anybody"
    """With a seat or without."""
    EVER_SEATED = "ever_seated"
    """Whoever has a seat, waits for one, or had one."""
    HAS_SEAT = "has_seat"
    """Whoever has a seat now, also while they wait outside."""
    SEATED = "seated"
    """Whoever has a seat now, and does not wait outside."""
    SEATED_OR_LEADER = "seated_or_leader"
    """Whoever has a seat now, and whoever leads without one. The rule itself says which of them."""
    LEADER = "leader"
    """Whoever leads."""
    BEGINNER = "beginner"
    """Whoever leads, and everyone seated where the circle may begin by itself and has asked everyone."""
    BOT = "bot"
    """The bot itself, and the clock."""


LEADING = frozenset({Who.SEATED_OR_LEADER, Who.LEADER, Who.BEGINNER})
"""What a steward may ask for without a seat."""


def seat_refusal(state: SessionState, command: Command, who: Who) -> No:
    """Only a taken seat asks for anything, save for taking one; a steward leads without one.

    A seat that was given up may only be given up again, which is no error; a seat that was taken away may do nothing.
    """
    leads = command.steward and who in LEADING
    if command.seat is None:
        return None if leads or who in (Who.ANYBODY, Who.BOT) else Refusal(Code.NOT_SEATED)
    seat = state.seat(command.seat)
    if seat is None:
        return Refusal(Code.NOT_SEATED)
    if leads or who in (Who.ANYBODY, Who.EVER_SEATED):
        return None
    if not seat.is_seated:
        return Refusal(Code.REMOVED if seat.place is SeatPlace.REMOVED else Code.NOT_SEATED)
    if seat.waits_outside and who is not Who.HAS_SEAT:
        return Refusal(Code.AGREE_FIRST)
    return None


def leading_refusal(state: SessionState, command: Command, who: Who) -> No:
    """What only those who lead may ask for is refused to everybody else."""
    if who is Who.LEADER and not may_lead(state, command):
        return Refusal(Code.NOT_FACILITATOR)
    if who is Who.BEGINNER and not (may_lead(state, command) or _is_asked_to_begin(state, command)):
        return Refusal(Code.NOT_FACILITATOR)
    return None


def may_lead(state: SessionState, command: Command) -> bool:
    """The seat that holds the circle now; a seated person who may hold circles at this moment; a steward.

    What somebody could do yesterday counts for nothing: authority is what is so when something is asked.
    """
    seat = state.seat(command.seat)
    if seat is None or not seat.is_inside:
        return command.steward
    return command.steward or command.may_facilitate or seat.number == state.host


def _is_asked_to_begin(state: SessionState, command: Command) -> bool:
    """Whether the group may begin by itself, and this is one of the group."""
    seat, appointment = state.seat(command.seat), state.appointment
    return (
        seat is not None
        and seat.is_seated
        and appointment is not None
        and appointment.choices.begins_alone
        and appointment.asked is Call.EVERYONE
    )
