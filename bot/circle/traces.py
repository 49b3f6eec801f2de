"""What a session remembers for a while of the quiet things in it: gestures, content notes, feelings, sums.

Each of them is kept no longer than it is needed, and none says more than it has to. No rule lives here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gesture(StrEnum):
    """What a listener may let a teller know (METHOD: resonance)."""

    HEARD = "heard"
    ME_TOO = "me_too"
    HOPE = "hope"


class Note(StrEnum):
    """What a story may touch on. A fixed vocabulary, so that nothing typed is kept."""

    LOSS = "loss"
    ILLNESS = "illness"
    ADDICTION = "addiction"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    OTHER = "other"


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
    gestures: tuple[tuple[Gesture, int], ...] = ()
    """What was made, by which seat: only so that nobody makes one twice. Sorted, so that it keeps no order."""


@dataclass(frozen=True, slots=True)
class Echo:
    """What a teller is told when the round is over: how many made which gesture, each as one digit."""

    turn: int
    seat: int
    heard: int
    me_too: int
    hope: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers from 1 to 5 as a histogram, and which seats have answered, but not what."""

    answered: tuple[int, ...] = ()
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


UNASKED = Tally()


@dataclass(frozen=True, slots=True)
class Summary:
    """What may be said of a session as a whole when it is over."""

    people: int
    told: int
    """How many turns with the piece were told."""
    used_quarters: int | None
    """Share of the offered story time that was used, in quarters; None when none was offered."""
    mark: int = 0
    """A number that only those know who were shown the way to this; 0: nobody was."""
