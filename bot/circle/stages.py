"""The course of a session: it opens, begins, goes from stage to stage, and ends (docs/method.md, "Stages")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import resonance
from .changing import replace
from .dates import CalledOff
from .facilitating import RoleTaken
from .formats import SMALLEST_CIRCLE
from .model import (
    EndReason,
    HoldReason,
    Phase,
    Presence,
    Prompt,
    Round,
    SeatPlace,
    SessionState,
    SinceLast,
    Timer,
)
from .refusals import Code, Refusal
from .seats import PresenceChanged, SeatForgotten
from .slices import Command, Draft, Event, No, on

_HOPING = (SeatPlace.WAITING, SeatPlace.KEPT)
"""The places of those who wait for a seat, or have not taken the one that is kept for them."""

# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Command):
    """Begin the session. `prompts` are the questions drawn for its stages, by stage index; `since_last` says what is
    new in its agreements."""

    prompts: tuple[tuple[int, Prompt], ...] = ()
    since_last: SinceLast | None = None
    knowing: int | None = None
    """How many were here when whoever asks read that it is early, or that they are few; None: they read neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Command):
    """End the session now."""


# What becomes true


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The session is gathering; it closes by itself if it never begins. `practice`: people only practise in it."""

    timer: Timer
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Begun(Event):
    """The session began."""

    at: datetime
    prompts: tuple[tuple[int, Prompt], ...]
    since_last: SinceLast | None = None


@dataclass(frozen=True, slots=True)
class StageEntered(Event):
    """A stage began. A round has an order; every other stage has a clock."""

    index: int
    timer: Timer | None = None
    order: tuple[int, ...] | None = None
    closing_at: datetime | None = None
    """When it began, if it is a closing."""


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The session is over."""

    at: datetime
    reason: EndReason


def _opened(state: SessionState, event: Opened) -> SessionState:
    return replace(state, timer=event.timer, practice=event.practice)


def _begun(state: SessionState, event: Begun) -> SessionState:
    prompts = tuple(sorted((dict(event.prompts) | dict(state.prompts)).items()))
    waited = sum(seat.place in _HOPING for seat in state.seats)
    return replace(
        state,
        phase=Phase.LIVE,
        started_at=event.at,
        prompts=prompts,
        since_last=event.since_last,
        timer=None,
        waited=waited,
    )


def _stage_entered(state: SessionState, event: StageEntered) -> SessionState:
    return replace(
        state,
        stage_index=event.index,
        timer=event.timer,
        round=None if event.order is None else Round(order=event.order, opened=state.version),
        first=state.first if event.order is None else None,
        turn=None,
        nominating=None,
        moved=state.version,
        stories=resonance.told_this_round(state),
        closing_at=state.closing_at or event.closing_at,
    )


def _ended(state: SessionState, event: Ended) -> SessionState:
    return replace(
        state,
        phase=Phase.ENDED,
        ended_at=event.at,
        end_reason=event.reason,
        timer=None,
        holds=(),
        turn=None,
        nominating=None,
        moved=state.version,
        stories=(),
        echoes=(),
    )


FOLDS = (on(Opened, _opened), on(Begun, _begun), on(StageEntered, _stage_entered), on(Ended, _ended))


# The rules


def begin(draft: Draft, command: Begin) -> No:
    """A session begins when enough are here, and in a room they can see. Whoever still waits is let go.

    Below three it is no circle, save for practice. Before its time, or with fewer than the format asks for, whoever
    begins is asked once more, and again when people have gone since (docs/method.md, "Seats").
    """
    state = draft.state
    if state.held(HoldReason.UNSEEN):
        return Refusal(Code.NO_ROOM)
    here, least = len(state.here), 1 if state.practice else SMALLEST_CIRCLE
    if here < least:
        return Refusal(Code.TOO_FEW, least - here)
    if command.knowing is None or here < command.knowing:
        if here < state.format.minimum:
            return Refusal(Code.FEWER, state.format.minimum - here)
        if state.appointment is not None and draft.now < state.appointment.starts_at:
            return Refusal(Code.EARLY)
    draft.emit(Begun(draft.now, command.prompts, command.since_last))
    for seat in state.seats:
        if seat.place in _HOPING:
            draft.emit(SeatForgotten(seat.number))
    _stand_in(draft, command)
    return None


def _stand_in(draft: Draft, command: Begin) -> None:
    """Whoever begins in place of a facilitator who has not come, or gave up the seat, holds the circle."""
    state, seat = draft.state, draft.state.seat(command.seat)
    facilitator = state.seat(state.facilitator)
    if seat is None or not seat.is_seated or seat.number == state.facilitator:
        return
    if state.appointment is not None and facilitator is not None and facilitator.presence is Presence.UNKNOWN:
        draft.emit(PresenceChanged(facilitator.number, Presence.ABSENT))
    if draft.state.host is None:
        draft.emit(RoleTaken(seat.number))


def end(draft: Draft, command: End) -> No:
    """Whoever leads may end a session at any time; one that is still planned is called off."""
    if draft.state.phase is Phase.PLANNED:
        draft.emit(CalledOff(draft.now, EndReason.CALLED_OFF))
    else:
        resonance.gather(draft, last=True)
        draft.emit(Ended(draft.now, EndReason.CLOSED))
    return None
