"""Naming who is next, in circles that choose so: the last teller does, among those who have not had a turn."""

from __future__ import annotations

from dataclasses import dataclass

from .authority import may_lead
from .changing import replace
from .holds import release
from .model import HoldReason, SessionState, Timer
from .order import waiting
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .turns import offer, standstill_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominate(Command):
    """Say who is next."""

    to: int


@dataclass(frozen=True, slots=True)
class NominationAsked(Event):
    """The last teller may say who is next."""

    seat: int
    timer: Timer


def _nomination_asked(state: SessionState, event: NominationAsked) -> SessionState:
    return replace(state, nominating=event.seat, timer=event.timer, moved=state.version)


FOLDS = (on(NominationAsked, _nomination_asked),)


def nominate(draft: Draft, command: Nominate) -> No:
    """The last teller, or whoever leads, names somebody who waits for a first turn (docs/method.md, "The piece")."""
    state = draft.state
    if (no := standstill_refusal(state)) is not None:
        return no
    if state.nominating is None:
        return Refusal(Code.STALE)
    if command.seat != state.nominating and not may_lead(state, command):
        return Refusal(Code.NOT_YOUR_TURN)
    if command.to not in waiting(state):
        return Refusal(Code.NOT_A_SEAT)
    release(draft, HoldReason.UNSEEN)
    offer(draft, command.to)
    return None
