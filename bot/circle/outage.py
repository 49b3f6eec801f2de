"""The bot was away: time is given back, and a circle whose room is long gone is closed (docs/method.md, "Outages").

A bot that returns after a month, or from a backup of that age, finds circles that nobody sits in any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .changing import replace
from .dates import CalledOff
from .formats import OFFERS_IN_A_ROUND, Format, Stage, StageKind
from .model import EndReason, HoldReason, Phase, SessionState
from .slices import Command, Draft, Event, No, on
from .stages import Ended
from .timers import shifted, with_answers_shifted, with_turn_shifted

IDLE_S = 86_400
"""After how long without a message Discord archives the room."""


# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(Command):
    """Give back the time during which nobody was served, from `since` until now."""

    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Command):
    """The bot was away: close the session if that was for longer than its room would have lasted.

    `linger_s` is how long a room stays after the end.
    """

    untouched_since: datetime
    linger_s: float = 0


# What becomes true


@dataclass(frozen=True, slots=True)
class TimeGivenBack(Event):
    """Time during which nobody was served was given back."""

    seconds: float


def _time_given_back(state: SessionState, event: TimeGivenBack) -> SessionState:
    lost = timedelta(seconds=event.seconds)
    state = replace(state, timer=shifted(state.timer, lost))
    if not state.held(HoldReason.UNSEEN):
        state = with_answers_shifted(state, lost)
    return state if state.holds else with_turn_shifted(state, lost)


FOLDS = (on(TimeGivenBack, _time_given_back),)


# The rules


def give_back(draft: Draft, command: GiveBack) -> No:
    """An outage costs nobody any time. A date is not moved by it: it is the calendar's."""
    seconds = (draft.now - command.since).total_seconds()
    if seconds > 0 and draft.state.timer is not None and not draft.state.goes_by_the_calendar:
        draft.emit(TimeGivenBack(seconds))
    return None


def lapse(draft: Draft, command: Lapse) -> No:
    """A circle that was away for longer than its room would have lasted is closed; nobody is let in any more."""
    state = draft.state
    if not has_outlived(state, command.untouched_since, draft.now, command.linger_s):
        return None
    if state.phase is not Phase.PLANNED:
        draft.emit(Ended(draft.now, EndReason.LAPSED))
        return None
    if state.appointment is not None and state.appointment.off is None:
        draft.emit(CalledOff(draft.now, EndReason.MISSED))
    draft.emit(Ended(draft.now, draft.state.date.off or EndReason.MISSED))
    return None


# How long a circle can last


def longest_s(format_: Format) -> int:
    """How many seconds a circle takes at most, from its opening to its closing, when everybody takes their time."""
    return format_.timing.gathering_s + sum(_stage_s(format_, stage) for stage in format_.stages)


def _stage_s(format_: Format, stage: Stage) -> int:
    timing = format_.timing
    if stage.kind is StageKind.ROUND:
        # What is put off comes back once, whatever the group's habit with passing.
        offers = max(2, OFFERS_IN_A_ROUND[format_.pass_policy])
        offers_s = offers * (2 * timing.offer_s + timing.long_breath_s)
        written_s = format_.turn_s(stage, in_writing=True)
        turn_s = written_s + timing.extra_s + timing.grace_s + format_.breath_s(stage) + timing.nominate_s
        return format_.capacity * (offers_s + turn_s)
    # Whoever has not answered the agreements is asked once more, for as long again.
    return stage.seconds * (2 if stage.kind is StageKind.AGREEMENTS else 1)


def has_outlived(state: SessionState, untouched_since: datetime, now: datetime, linger_s: float) -> bool:
    """Whether a session was away for longer than its room would have lasted.

    Args:
        state: the session.
        untouched_since: when anything was last saved of it.
        now: the present instant, UTC.
        linger_s: how long a room stays after the end, in seconds.
    """
    since, appointment = untouched_since, state.appointment
    if appointment is not None and state.phase is not Phase.LIVE:
        since = max(since, appointment.off_at or appointment.starts_at)
    return (now - since).total_seconds() > longest_s(state.format) + linger_s + IDLE_S
