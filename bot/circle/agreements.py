"""Agreeing, or staying to listen (docs/method.md, "Agreements")."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .model import Consent, SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Command):
    """Agree to the agreements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen(Command):
    """Stay without agreeing: listen, and never be offered the piece."""


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    """A seat agreed, chose to listen, or was asked once more in private."""

    seat: int
    consent: Consent


def _consent_changed(state: SessionState, event: ConsentChanged) -> SessionState:
    seat = state.known_seat(event.seat)
    return state.with_seat(replace(seat, consent=event.consent))


FOLDS = (on(ConsentChanged, _consent_changed),)


def agree(draft: Draft, command: Agree) -> No:
    """Everybody agrees for themselves, before they are offered the piece, and also after choosing to listen."""
    return _consent(draft, command, Consent.AGREED)


def listen(draft: Draft, command: Listen) -> No:
    """Whoever does not agree may stay and listen. Whoever has agreed stays bound by it."""
    seat = draft.state.seat(command.seat)
    if seat is not None and seat.consent is Consent.AGREED:
        return None
    return _consent(draft, command, Consent.LISTENING)


def _consent(draft: Draft, command: Command, consent: Consent) -> No:
    seat = draft.state.seat(command.seat)
    if seat is None:
        return Refusal(Code.NOT_SEATED)
    if seat.consent is not consent:
        draft.emit(ConsentChanged(seat.number, consent))
    return None
