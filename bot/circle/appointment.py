"""When a session of a schedule meets, as frozen data. Its rules are in `dates` and `doors`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .choices import USUAL, SessionChoices
from .words import Call, EndReason


@dataclass(frozen=True, slots=True)
class OfSeries:
    """Which meeting of a closed series a session is: of how many, counted from 1."""

    number: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether the group says goodbye in it."""
        return self.number >= self.total


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a session of a schedule begins, and what happens around that. Times in seconds."""

    starts_at: datetime
    instead_of: datetime | None = None
    """When it would begin if this one date had not been moved; None if it was not."""
    reminders: tuple[int, ...] = ()
    """How long before the start those seated are reminded: what is still to come, the earliest first."""
    doors_s: int = 600
    """How long before the start the room opens."""
    patience_s: int = 1800
    """How long after the start a session may still begin, also when the bot was away."""
    keep_s: int = 7200
    """How long a free seat is kept, at most, for whoever waited for it."""
    ask_s: int = 180
    """How long one asks the facilitator to begin, before others are asked."""
    is_half: bool = False
    """Whether so many came that this is one of two circles."""
    choices: SessionChoices = USUAL
    """What the circle chose. Which reminders are still to come is in `reminders`."""
    of_series: OfSeries | None = None
    """Which meeting of a closed series it is; None: its people are not the same each time."""
    opened_at: datetime | None = None
    asked: Call = Call.NOBODY
    asked_at: datetime | None = None
    off: EndReason | None = None
    """Why the date does not take place. The session stays until everyone seated has been told."""
    off_at: datetime | None = None
    note: str = ""
    """The organiser's own words on that."""
