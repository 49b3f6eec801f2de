"""How long a turn lasts: a soft limit, a warning before it, grace after it, and a little more when it is asked for.

Time is the same for everyone, and nobody is cut off without a warning (docs/method.md, "Time"). A whole stage can be
given more time too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .authority import may_lead
from .changing import replace
from .holds import release
from .model import HoldReason, SessionState, Timer, TimerKind, Turn, TurnPhase
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on

SPEAKER_EXTENSIONS = 1
"""How often a speaker may take one more minute: equal time for all, whoever they are."""
TURN_EXTENSIONS = 5
"""How often a turn can be extended at all, what others give included."""
_NO_MINUTE = (HoldReason.PAUSE, HoldReason.UNSEEN, HoldReason.AWAY, HoldReason.NOTE_ASKED, HoldReason.NOTE)
"""What keeps a speaker from taking more time. A silence does not: it ends with the request."""


# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Command):
    """More time for the one who speaks, or for the stage."""

    seconds: int


# What becomes true


@dataclass(frozen=True, slots=True)
class TimeWarned(Event):
    """The speaker was told that the time is nearly up."""

    seat: int
    timer: Timer


@dataclass(frozen=True, slots=True)
class TimeUp(Event):
    """The soft limit is reached; the grace period runs."""

    seat: int
    timer: Timer


@dataclass(frozen=True, slots=True)
class TimeExtended(Event):
    """The speaker has more time."""

    seat: int
    ends_at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class StageExtended(Event):
    """The stage has more time."""

    timer: Timer


def _time_warned(state: SessionState, event: TimeWarned) -> SessionState:
    return replace(state, timer=event.timer)


def _time_up(state: SessionState, event: TimeUp) -> SessionState:
    return replace(state, turn=replace(state.this_turn, is_over=True), timer=event.timer)


def _time_extended(state: SessionState, event: TimeExtended) -> SessionState:
    turn = state.this_turn
    turn = replace(
        turn, ends_at=event.ends_at, is_over=False, extensions=turn.extensions + 1, extended=state.version
    )
    return replace(state, turn=turn, timer=event.timer)


def _stage_extended(state: SessionState, event: StageExtended) -> SessionState:
    return replace(state, timer=event.timer, moved=state.version)


FOLDS = (
    on(TimeWarned, _time_warned),
    on(TimeUp, _time_up),
    on(TimeExtended, _time_extended),
    on(StageExtended, _stage_extended),
)


# The rules


def speaking_timer(state: SessionState, now: datetime, ends_at: datetime, length_s: float) -> Timer:
    """The next thing the clock does for a speaker: warn, or, when it is too late for that, call the time.

    The warning comes `warn_s` before the end, in short turns half-way.
    """
    warn_s = min(state.format.timing.warn_s, length_s / 2)
    warn_at = ends_at - timedelta(seconds=warn_s)
    if warn_at > now:
        return Timer(TimerKind.WARNING, warn_at)
    return Timer(TimerKind.LIMIT, ends_at)


def turn_s(state: SessionState, number: int | None) -> int:
    """How many seconds a turn of that seat has in the stage the session is in."""
    seat = state.seat(number)
    return state.format.turn_s(state.this_stage, in_writing=seat is not None and seat.writes)


def may_take_a_minute(state: SessionState) -> bool:
    """Whether `One more minute` would give the speaker one now."""
    turn = state.turn
    return (
        turn is not None
        and turn.phase is TurnPhase.SPEAKING
        and turn.extensions < SPEAKER_EXTENSIONS
        and not any(state.held(reason) for reason in _NO_MINUTE)
    )


def extend(draft: Draft, command: Extend) -> No:
    """A speaker may have one more minute, and whoever leads may give a speaker, or a stage, more time.

    In one's own turn it is as much for everyone, whoever leads and however it is asked for.
    """
    state, turn = draft.state, draft.state.turn
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if state.held(HoldReason.UNSEEN):
        return Refusal(Code.TIME_STANDS)
    if turn is not None and turn.phase is TurnPhase.SPEAKING:
        return _extend_turn(draft, command, turn)
    return _extend_stage(draft, command)


def _extend_turn(draft: Draft, command: Extend, turn: Turn) -> No:
    """Equal time: a speaker once, and no turn more than `TURN_EXTENSIONS` times, whoever gives it."""
    state = draft.state
    if command.seen is not None and command.seen < max(turn.opened, turn.extended):
        return Refusal(Code.STALE)
    is_own = turn.seat == command.seat
    if not is_own and not may_lead(state, command):
        return Refusal(Code.NOT_YOUR_TURN)
    if turn.extensions >= (SPEAKER_EXTENSIONS if is_own else TURN_EXTENSIONS):
        return Refusal(Code.NO_MORE_TIME)
    if state.held(HoldReason.AWAY):
        return Refusal(Code.NOT_SPEAKING)
    if state.held(HoldReason.NOTE_ASKED) or state.held(HoldReason.NOTE):
        return Refusal(Code.TIME_STANDS)
    release(draft, HoldReason.SILENCE)
    now_held = draft.state.this_turn
    seconds = min(command.seconds, state.format.timing.extra_s) if is_own else command.seconds
    ends_at = max(now_held.limit, draft.now) + timedelta(seconds=seconds)
    timer = speaking_timer(state, draft.now, ends_at, (ends_at - draft.now).total_seconds())
    draft.emit(TimeExtended(now_held.holder, ends_at, timer))
    return None


def _extend_stage(draft: Draft, command: Extend) -> No:
    """Only whoever leads gives a stage more time, and only a stage that has a clock."""
    state = draft.state
    if not may_lead(state, command):
        return Refusal(Code.NOT_YOUR_TURN if state.in_round else Code.NOT_FACILITATOR)
    if command.seen is not None and command.seen < state.moved:
        return Refusal(Code.STALE)
    if state.timer is None or state.timer.kind is not TimerKind.STAGE:
        return Refusal(Code.NOT_SPEAKING)
    due = state.timer.due + timedelta(seconds=command.seconds)
    draft.emit(StageExtended(Timer(TimerKind.STAGE, due)))
    return None
