"""A date to plan for: a session that is to take place, and a clock of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.appointment import Appointment, OfSeries
from bot.circle.choices import SessionChoices
from bot.circle.formats import Format
from bot.circle.machine import events_of, plan_session
from bot.circle.model import SeatPlace, SessionState

from .table import NOON, STORIES, Table, a_format

DAY, HOUR = 86_400, 3_600
SMALL = a_format(STORIES, minimum=3, capacity=4)


class Date(Table):
    """A session planned for two days ahead; seat 1 is its facilitator's."""

    def __init__(self, seats: int = 1, chosen: Format = SMALL, *, leads: bool = True, **how: Any) -> None:
        self.now = NOON
        appointment = Appointment(
            NOON + timedelta(days=2), reminders=(DAY, HOUR), choices=SessionChoices(**how)
        )
        planned = plan_session(chosen, 0, appointment, NOON, facilitator=leads)
        self.state = planned[-1].after
        self.initial = SessionState(format=chosen, seed=0)
        self.history, self.said = list(events_of(planned)), []
        while len(self.state.seats) < seats:
            self.do(c.Join())

    @classmethod
    def of_series(cls, chosen: Format = SMALL, *, sitting: int = 3, waiting: int = 1) -> Date:
        """A later meeting of a closed series: its people have their seats from the beginning, and some wait."""
        table = cls.__new__(cls)
        table.now = NOON
        date = Appointment(NOON + timedelta(days=2), reminders=(DAY, HOUR), of_series=OfSeries(3, 8))
        steps = plan_session(
            chosen,
            0,
            date,
            NOON,
            facilitator=True,
            asked_first=[number == 0 for number in range(sitting - 1)],
            waiting=[False] * waiting,
        )
        table.state, table.initial = steps[-1].after, SessionState(format=chosen, seed=0)
        table.history, table.said = list(events_of(steps)), []
        return table

    @property
    def starts_in(self) -> float:
        assert self.state.appointment is not None
        return (self.state.appointment.starts_at - self.now).total_seconds()

    def until_start(self, plus: float = 0) -> None:
        """Let time go by until the start, with everything that falls due."""
        self.advance(self.starts_in + plus)

    def places(self) -> dict[int, SeatPlace]:
        return {seat.number: seat.place for seat in self.state.seats}

    def heard(self, kind: type[e.Event]) -> list[Any]:
        return [event for event in self.said if isinstance(event, kind)]
