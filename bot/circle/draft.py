"""A draft: a session as it would be if what was asked came true. No rule is here."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import events as e
from .evolve import evolve
from .model import SessionState, Timer, TimerKind


class Draft:
    """The state as it would be, and the events that led there. Thrown away when a command is refused."""

    def __init__(self, state: SessionState, now: datetime) -> None:
        self.state = state
        self.now = now
        self.events: list[e.Event] = []

    def emit(self, event: e.Event) -> None:
        """Add an event and fold it."""
        self.state = evolve(self.state, event)
        self.events.append(event)

    def timer(self, kind: TimerKind, seconds: float) -> Timer:
        """A timer that many seconds from now."""
        return Timer(kind, self.now + timedelta(seconds=seconds))
