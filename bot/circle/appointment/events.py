"""What becomes true of a planned session: its date, its kept seats, who was reminded and who was asked to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..events import Event
from ..formats import Format
from ..model import Appointment, Call, EndReason, Timer


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The session is planned for a date."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class ClockSet(Event):
    """The next thing of the appointment is due then."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class SeatQueued(Event):
    """Every seat is taken; somebody waits for one."""

    seat: int
    may_facilitate: bool = False


@dataclass(frozen=True, slots=True)
class SeatKept(Event):
    """A seat became free, and is kept for whoever waited longest."""

    seat: int
    until: datetime


@dataclass(frozen=True, slots=True)
class KeepingLapsed(Event):
    """A kept seat was not taken in time. It goes to the next; nothing about it remains."""

    seat: int


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """Those seated are reminded, that many seconds before the start. `left` are the reminders still to come."""

    before_s: int
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Halved(Event):
    """So many came that there are two circles. Those in `moved` have their seats in the other one."""

    moved: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoorsOpened(Event):
    """The room opens."""

    at: datetime


@dataclass(frozen=True, slots=True)
class BeginAsked(Event):
    """The time has come; somebody is asked to begin."""

    whom: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class Rescheduled(Event):
    """This one date was moved."""

    starts_at: datetime
    reminders: tuple[int, ...]
    instead_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalledOff(Event):
    """This date does not take place."""

    at: datetime
    reason: EndReason
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refitted(Event):
    """The circle has other seats or times from now on. Nobody loses a seat."""

    format: Format
    appointment: Appointment | None = None
