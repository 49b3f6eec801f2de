"""What the state of a session is made of: the clock, seats, a round and its ledger, a turn, a story.

Frozen data, and plain questions about one part alone. `model` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from .confided import NAME, confided
from .known import known
from .words import (
    Consent,
    ContentNote,
    Gesture,
    HoldReason,
    Presence,
    Question,
    SeatPlace,
    TimerKind,
    TurnOutcome,
    TurnPhase,
)


@dataclass(frozen=True, slots=True)
class Timer:
    """The one thing the clock will do next, and when."""

    kind: TimerKind
    due: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason for standing still, since when, and the clock it stopped."""

    reason: HoldReason
    since: datetime
    stopped: Timer | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in one session."""

    number: int
    consent: Consent = Consent.OPEN
    presence: Presence = Presence.PRESENT
    place: SeatPlace = SeatPlace.SEATED
    may_facilitate: bool = False
    """Whether the clock asks this seat first when nobody holds the circle: it could lead when it was taken. What
    it may do is what is so when it asks for something."""
    kept_until: datetime | None = None
    """How long a seat is kept for somebody who waited for one."""
    waits_outside: bool = False
    """Whether they came after the agreements and have not answered them, so that they are not in the room yet."""
    answer_by: datetime | None = None
    """Until when their answer is awaited, while they wait outside."""
    writes: bool = False
    """Whether they take their turns in writing, in a room in which people speak."""
    asked_in: bool = False
    """Whether they were told where people speak, because they were not there."""

    @property
    def is_seated(self) -> bool:
        """Whether somebody has this seat now, here or away."""
        return self.place is SeatPlace.SEATED

    @property
    def is_inside(self) -> bool:
        """Whether somebody has this seat and may be in the room."""
        return self.place is SeatPlace.SEATED and not self.waits_outside

    @property
    def is_here(self) -> bool:
        """Whether somebody has this seat, may be in the room, and is not known to be away."""
        return self.is_inside and self.presence is not Presence.ABSENT


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: what one offer of the piece to one seat came to."""

    seat: int
    outcome: TurnOutcome


@dataclass(frozen=True, slots=True)
class Round:
    """The speaking order of the round and its ledger, the one source of "everyone exactly once"."""

    order: tuple[int, ...]
    ledger: tuple[Entry, ...] = ()
    place: int = -1
    """Index in `order` of the last seat that was offered its first turn."""
    opened: int = 0
    """Session version at which the round began: an order that was chosen earlier was chosen for another round."""
    asked_anew: bool = False
    """Whether another question was put since: whoever read that of the round has not read it."""


@dataclass(frozen=True, slots=True)
class Quieting:
    """Whom whoever leads has made quiet, and in which moment: it is over with that."""

    seat: int
    stage: int
    turns: int
    """How many turns there had been."""
    in_turn: bool
    """Whether it was in a turn, or between two."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat's time with the piece. `seat` is None while the piece lies in the middle (volunteer order)."""

    number: int
    seat: int | None
    phase: TurnPhase
    opened: int
    """Session version at which the turn was offered: a card rendered earlier speaks of another turn."""
    ends_at: datetime | None = None
    """When the soft limit is, while somebody is speaking."""
    asked_again: bool = False
    is_over: bool = False
    extensions: int = 0
    extended: int = 0
    """Session version of the last extension, so that one press never adds two minutes."""
    told_from: datetime | None = None
    """When the telling began, moved on by every hold, as `ends_at` is."""
    in_writing: bool = False
    """Whether it has the time that writing takes."""
    notes: tuple[ContentNote, ...] = field(
        default=(), metadata=confided(lambda seats: NAME + sum(len(f'"{note}",') for note in ContentNote))
    )
    """What the teller says the story touches on."""
    had_quiet: bool = field(default=False, metadata=confided(lambda seats: NAME))
    """Whether listeners have had their quiet moment to step out."""

    @property
    def holder(self) -> int:
        """The seat that it is with.

        Raises:
            ValueError: the piece lies in the middle.
        """
        return known(self.seat, "seat that has the piece")

    @property
    def limit(self) -> datetime:
        """When the soft limit is.

        Raises:
            ValueError: nobody speaks.
        """
        return known(self.ends_at, "limit")


@dataclass(frozen=True, slots=True)
class EndedTurn:
    """The turn before this one, remembered so that repeating a press that worked is not an error."""

    seat: int
    outcome: TurnOutcome
    opened: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """The agreement that everyone was reminded of last, by its place in the list, and when."""

    item: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SinceLast:
    """How the agreements differ from those of the schedule's last date: the places of the new lines, and how many
    are gone."""

    new: tuple[int, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question: one of a deck by its id, or one that the facilitator typed."""

    id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A turn of the story round that is going on, told or being told, and the gestures it has met."""

    turn: int
    seat: int
    opened: int
    """Session version at which its turn was offered. Its buttons carry it, so they say which story is meant."""
    closed: int | None = None
    """Session version at which it ended; None while it is being told."""
    listeners: int = 0
    """How many could have made a gesture when it ended."""
    gestures: tuple[tuple[Gesture, int], ...] = field(
        default=(), metadata=confided(lambda seats: NAME + seats * len(Gesture) * len('["me_too",123],'))
    )
    """What was made, by which seat: only so that nobody makes one twice. Sorted, so that it keeps no order."""


class AskedQuestion(NamedTuple):
    """That a seat was asked a question which nobody has to answer, and whether it has answered. Not what.

    A tuple, because there is one for most seats in every state that is kept, and it is half as long as JSON.
    """

    seat: int
    question: Question
    answered: bool = False


def questions_room(seats: int) -> int:
    """How many bytes of JSON the questions of all seats take at the most, two each."""
    return NAME + 2 * seats * len('[123,"greeting",false],')
