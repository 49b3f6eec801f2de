"""What is counted in a session: gestures, answers, and the session as a whole. Never who."""

from __future__ import annotations

from dataclasses import dataclass, field

from .confided import NAME, SEAT, confided

_ONE_DIGIT = confided(lambda seats: len("12"), blank=0)


@dataclass(frozen=True, slots=True)
class Echo:
    """What a teller is told when it cannot be answered any more: how many made which gesture, each as one digit."""

    turn: int
    seat: int
    heard: int = field(metadata=_ONE_DIGIT)
    me_too: int = field(metadata=_ONE_DIGIT)
    hope: int = field(metadata=_ONE_DIGIT)

    @property
    def says_something(self) -> bool:
        """Whether anybody made a gesture."""
        return bool(self.heard or self.me_too or self.hope)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers from 1 to 5 as a histogram, and which seats have answered, but not what."""

    answered: tuple[int, ...] = ()
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


UNASKED = Tally()


def tally_room(seats: int) -> int:
    """How many bytes of JSON a tally takes at the most."""
    return 2 * NAME + (seats + len(UNASKED.counts)) * SEAT


@dataclass(frozen=True, slots=True)
class Summary:
    """What may be said of a session as a whole when it is over."""

    people: int
    told: int
    """How many turns with the piece were told."""
    used_quarters: int | None
    """Share of the offered story time that was used, in quarters; None when none was offered."""
