"""What is delivered to one person only. How each behaves is in `table`, where callers find them too."""

from __future__ import annotations

from dataclasses import dataclass

from ..rooms.obstacles import Obstacle
from ..rooms.unfit import Unfit
from .policy import ForSeat


@dataclass(frozen=True, slots=True)
class AskToAgree(ForSeat):
    """Asking whoever has not agreed."""


@dataclass(frozen=True, slots=True)
class AskOutside(ForSeat):
    """Asking whoever came late and has not answered. They are not in the room, so it is a direct message."""


@dataclass(frozen=True, slots=True)
class ComeIn(ForSeat):
    """The way to where people speak, for somebody who is not there."""


@dataclass(frozen=True, slots=True)
class Quieted(ForSeat):
    """Whoever leads has muted this person until the turn ends."""


@dataclass(frozen=True, slots=True)
class AboutTime(ForSeat):
    """The private note for whoever speaks in this turn: how much time they have."""

    turn: int


@dataclass(frozen=True, slots=True)
class TimeWarning(AboutTime):
    """The time is nearly up."""


@dataclass(frozen=True, slots=True)
class TimeUp(AboutTime):
    """The time is up."""


@dataclass(frozen=True, slots=True)
class TimeNote(AboutTime):
    """Bringing that note up to date, or taking it away. Whoever has none is told nothing."""


@dataclass(frozen=True, slots=True)
class Resonance(ForSeat):
    """How many made a gesture towards the story that was told in this turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Debrief(ForSeat):
    """For whoever holds the circle, as it closes. It outlives the room, so it is a direct message."""


@dataclass(frozen=True, slots=True)
class Remind(ForSeat):
    """A reminder, so many seconds before a date."""

    before_s: int


@dataclass(frozen=True, slots=True)
class SeatKept(ForSeat):
    """A seat has become free for somebody who waited."""


@dataclass(frozen=True, slots=True)
class SeatLapsed(ForSeat):
    """A kept seat went on to the next."""


@dataclass(frozen=True, slots=True)
class Handed(ForSeat):
    """A date that is still to come is in this person's hands now."""


@dataclass(frozen=True, slots=True)
class NoSeat(ForSeat):
    """The circle began, and no seat had become free."""


@dataclass(frozen=True, slots=True)
class Doors(ForSeat):
    """The last call: the room of a date is open."""


@dataclass(frozen=True, slots=True)
class Gathered(ForSeat):
    """A circle has opened for whoever waited for one."""


@dataclass(frozen=True, slots=True)
class Moved(ForSeat):
    """A date was moved."""


@dataclass(frozen=True, slots=True)
class CalledOff(ForSeat):
    """A date does not take place."""


@dataclass(frozen=True, slots=True)
class NotThisTime(ForSeat):
    """For whoever holds a meeting of a closed series: who cannot come, and wished them to know."""

    who: int


@dataclass(frozen=True, slots=True)
class TakenOut(ForSeat):
    """For whoever had left and was still in the room when the next turn began."""


@dataclass(frozen=True, slots=True)
class ShutOut(ForSeat):
    """For whoever has a seat and cannot be let in."""

    why: Obstacle


@dataclass(frozen=True, slots=True)
class MeetsElsewhere(ForSeat):
    """For whoever holds the circle: it does not meet in the channel that was chosen, and why."""

    why: Unfit


@dataclass(frozen=True, slots=True)
class CannotCome(ForSeat):
    """For whoever holds the circle: who cannot be let in, and why."""

    who: int
    why: Obstacle
