"""Holds: what stops the clock of a session, and gives the time back when it is over (docs/method.md, "Time").

A hold lies on the clock, and holds lie on one another: a pause that ends within a silence goes on standing still.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .changing import replace
from .model import Hold, HoldReason, SessionState, Timer, TimerKind
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .timers import shifted, with_answers_shifted, with_turn_shifted

BETWEEN_S = 300
"""Seconds after a pause that somebody asked for before the next can be asked for, so that nobody can keep a circle
still."""


# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """Stop the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSilence(Command):
    """Keep a silence; it ends by itself, or with `Resume`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """Go on, with the time given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPause(Command):
    """Ask for a short pause for everyone. Nobody is told who asked."""


# What becomes true


@dataclass(frozen=True, slots=True)
class Held(Event):
    """The main clock stands still."""

    reason: HoldReason
    at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class Released(Event):
    """One reason for standing still is gone; its time is given back."""

    reason: HoldReason
    at: datetime


@dataclass(frozen=True, slots=True)
class PauseAskedFor(Event):
    """Somebody asked for a pause."""

    at: datetime


def _held(state: SessionState, event: Held) -> SessionState:
    if event.reason is HoldReason.NO_FACILITATOR:
        state = replace(state, nominating=None, moved=state.version)
    return replace(state, holds=(*state.holds, Hold(event.reason, event.at, state.timer)), timer=event.timer)


def _released(state: SessionState, event: Released) -> SessionState:
    index = next(i for i, hold in enumerate(state.holds) if hold.reason is event.reason)
    hold, above = state.holds[index], state.holds[index + 1 :]
    # What this hold stopped goes on now, or stays stopped by the hold above it, which began earlier than now.
    until = above[0].since if above else event.at
    stood_still: timedelta = until - hold.since
    resumed = shifted(hold.stopped, stood_still)
    if index == 0:
        state = with_turn_shifted(state, stood_still)
    if event.reason is HoldReason.UNSEEN:
        state = with_answers_shifted(state, event.at - hold.since)
    if above:
        above = (replace(above[0], stopped=resumed), *above[1:])
        return replace(state, holds=state.holds[:index] + above)
    return replace(state, holds=state.holds[:index], timer=resumed)


def _pause_asked_for(state: SessionState, event: PauseAskedFor) -> SessionState:
    return replace(state, rested_at=event.at)


FOLDS = (on(Held, _held), on(Released, _released), on(PauseAskedFor, _pause_asked_for))


# The rules


def hold(draft: Draft, reason: HoldReason, kind: TimerKind, seconds: float) -> None:
    """Stop the clock for this reason, for so many seconds at most."""
    draft.emit(Held(reason, draft.now, draft.timer(kind, seconds)))


def release(draft: Draft, reason: HoldReason) -> None:
    """Let go of one reason for standing still, if it is there."""
    if draft.state.held(reason):
        draft.emit(Released(reason, draft.now))


def pause_timer(state: SessionState) -> Timer | None:
    """What ends the pause, and when, also while another hold lies on it; None when there is no pause."""
    index = next((i for i, hold in enumerate(state.holds) if hold.reason is HoldReason.PAUSE), None)
    if index is None:
        return None
    above = state.holds[index + 1 :]
    return above[0].stopped if above else state.timer


def pause(draft: Draft, command: Pause) -> No:
    """Whoever leads may stop the clock for a while. A pause takes the place of a silence, and of a pause that
    somebody asked for, which is shorter."""
    now = pause_timer(draft.state)
    if now is not None and now.kind is TimerKind.PAUSE:
        return None
    _pause_for(draft, TimerKind.PAUSE, draft.state.format.timing.pause_s)
    return None


def _pause_for(draft: Draft, kind: TimerKind, seconds: float) -> None:
    release(draft, HoldReason.PAUSE)
    release(draft, HoldReason.SILENCE)
    hold(draft, HoldReason.PAUSE, kind, seconds)


def hold_silence(draft: Draft, command: HoldSilence) -> No:
    """Whoever leads may ask for a silence, but not in a pause: silence is part of the practice, a pause is outside."""
    if draft.state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if not draft.state.held(HoldReason.SILENCE):
        hold(draft, HoldReason.SILENCE, TimerKind.SILENCE, draft.state.format.timing.silence_s)
    return None


def resume(draft: Draft, command: Resume) -> No:
    """Whoever leads may end a pause or a silence early. Everyone's time goes on from where it stood."""
    if not (draft.state.held(HoldReason.PAUSE) or draft.state.held(HoldReason.SILENCE)):
        # A circle that stands still because it cannot be seen goes on by itself as soon as it can.
        return None if draft.state.held(HoldReason.UNSEEN) else Refusal(Code.NOT_PAUSED)
    release(draft, HoldReason.PAUSE)
    release(draft, HoldReason.SILENCE)
    return None


def ask_for_pause(draft: Draft, command: AskForPause) -> No:
    """Every member may ask for a short pause, also from outside the room (docs/method.md, "Safety").

    Nobody can tell who asked. Between two of them lie some minutes, and in a pause there is nothing more to ask for.
    """
    state = draft.state
    if state.held(HoldReason.PAUSE):
        return None
    rest_s = state.format.timing.rest_s
    if state.rested_at is not None and draft.now < state.rested_at + timedelta(seconds=rest_s + BETWEEN_S):
        return Refusal(Code.JUST_RESTED)
    draft.emit(PauseAskedFor(draft.now))
    _pause_for(draft, TimerKind.REST, rest_s)
    return None
