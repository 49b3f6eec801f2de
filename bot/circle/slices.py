"""What every slice is made of: commands, events, folds, rules, and the draft that a rule writes on. No rule is here.

A slice is one file about one concern. It says what may be asked (commands), what can become true (events), how that
changes the session (folds) and whether it may happen (rules).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar, cast

from .known import known
from .model import SessionState, Timer, TimerKind
from .refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody, or the clock, asks of a session.

    `seat` is who asks (None: somebody without a seat, or the clock). Two things come from outside the circle, as they
    are in the moment of asking: `may_facilitate` (this person may hold circles in this server) and `steward` (this
    person runs the server, and leads without a seat too). Neither is ever remembered. `seen` is the version since
    which the button that was pressed has meant this; None when none was pressed, and then nothing can be stale.
    """

    seat: int | None = None
    may_facilitate: bool = False
    steward: bool = False
    seen: int | None = None

    @property
    def asker(self) -> int:
        """The seat that asks, for rules that only those with a seat reach.

        Raises:
            ValueError: somebody without a seat asks, or the clock.
        """
        return known(self.seat, "seat that asks")


@dataclass(frozen=True, slots=True)
class Event:
    """What became true. Every instant that it needs is in it, so that folding never asks the clock."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event, and the session after it."""

    event: Event
    after: SessionState


def events_of(steps: Iterable[Step]) -> tuple[Event, ...]:
    """What became true, oldest first."""
    return tuple(step.event for step in steps)


Fold: TypeAlias = Callable[[SessionState, Event], SessionState]
"""How one event changes a session."""


class Draft:
    """The session as it would be, and the steps that led there. Thrown away when a command is refused.

    Args:
        state: the session as it is.
        now: the present instant, UTC.
        evolve: folds one event into a session.
    """

    def __init__(self, state: SessionState, now: datetime, evolve: Fold) -> None:
        self.state = state
        self.now = now
        self.steps: list[Step] = []
        self._evolve = evolve
        self._before = state
        self._followed = 0

    def emit(self, event: Event) -> None:
        """Add an event and fold it."""
        self.state = self._evolve(self.state, event)
        self.steps.append(Step(event, self.state))

    def next_unfollowed(self) -> tuple[SessionState, Event] | None:
        """The oldest event that `flow` has not looked at yet, with the session before it; None when there is none."""
        if self._followed == len(self.steps):
            return None
        before, step = self._before, self.steps[self._followed]
        self._followed += 1
        self._before = step.after
        return before, step.event

    def timer(self, kind: TimerKind, seconds: float) -> Timer:
        """A timer that many seconds from now."""
        return Timer(kind, self.now + timedelta(seconds=seconds))


No: TypeAlias = Refusal | None
"""What a rule returns: a reason for "no", or nothing."""
Rule: TypeAlias = Callable[[Draft, Command], No]
"""What a command leads to, written on a draft."""

E = TypeVar("E", bound=Event)


def on(event: type[E], fold: Callable[[SessionState, E], SessionState]) -> tuple[type[Event], Fold]:
    """A line of a slice's folds. They are looked up by an event's own type, so a fold is only given its own events."""
    return event, cast("Fold", fold)
