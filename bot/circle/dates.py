"""The date of a planned session as frozen data, and why a session is over: the part of `model` about dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .choices import USUAL, SessionChoices


class EndReason(StrEnum):
    """Why a session is over."""

    COMPLETED = "completed"
    CLOSED = "closed"
    NEVER_BEGAN = "never_began"
    EMPTY = "empty"
    TOO_FEW = "too_few"
    CALLED_OFF = "called_off"
    MISSED = "missed"
    """The bot was away when it should have begun, and for too long after."""
    LAPSED = "lapsed"
    """The bot was away for longer than its room would have lasted."""
    LOST = "lost"
    """What was kept of it cannot be opened any more."""
    UNSEEN = "unseen"
    """It could not be shown, and nobody put that right for a day."""


class Call(StrEnum):
    """Who has been asked to begin a session whose time has come."""

    NOBODY = "nobody"
    FACILITATOR = "facilitator"
    COFACILITATORS = "cofacilitators"
    EVERYONE = "everyone"


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
    opened_at: datetime | None = None
    asked: Call = Call.NOBODY
    asked_at: datetime | None = None
    off: EndReason | None = None
    """Why the date does not take place. The session stays until everyone seated has been told."""
    off_at: datetime | None = None
    note: str = ""
    """The organiser's own words on that."""
