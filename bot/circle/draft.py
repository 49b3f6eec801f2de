"""A draft: a session as it would be if what was asked came true. No rule is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import events as e
from .evolve import evolve
from .model import SessionState, Timer, TimerKind


@dataclass(frozen=True, slots=True)
class Step:
    """One event, and the session after it."""

    event: e.Event
    after: SessionState


def events_of(steps: Iterable[Step]) -> tuple[e.Event, ...]:
    """What became true, oldest first."""
    return tuple(step.event for step in steps)


class Draft:
    """The state as it would be, and the steps that led there. Thrown away when a command is refused."""

    def __init__(self, state: SessionState, now: datetime) -> None:
        self.state = state
        self.now = now
        self.steps: list[Step] = []

    def emit(self, event: e.Event) -> None:
        """Add an event and fold it."""
        self.state = evolve(self.state, event)
        self.steps.append(Step(event, self.state))

    def timer(self, kind: TimerKind, seconds: float) -> Timer:
        """A timer that many seconds from now."""
        return Timer(kind, self.now + timedelta(seconds=seconds))
