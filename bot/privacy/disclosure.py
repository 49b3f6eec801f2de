"""What may be shown of the record, and how it is rounded: the rules that every report and every export goes through.

A number is shown only where at least three sessions with fifteen seats stand behind it; for answers, where as many
people answered. A part is shown beside a whole only if what remains of the whole is enough by itself, so nobody learns
by subtracting what is held back. Counts are rounded down to five. Shares are tenths and never none or all, for a share
of all would tell about everyone. It is decided from a whole quarter, never from who asks: two who put their reports
together know no more than one who sees both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Generic, TypeVar

from .record import FEWEST_SEATS, FEWEST_SESSIONS, Sums, total

COUNTS_IN = 5
"""Counts are rounded down to a multiple of this."""
LEAST_LEVEL, MOST_LEVEL = 12, 48
"""How far a mean of answers from 1 to 5 goes, in tenths: five equal answers would tell about everyone."""

Part = TypeVar("Part", bound=int)


class Basis(Enum):
    """What stands behind a number: which sessions, and which people in them."""

    SESSIONS = "sessions"
    STORIES = "stories"
    """Only sessions that invited stories."""
    ANSWERS = "answers"
    """Only sessions in which enough people said how alone they felt."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that may be shown. None: too little stands behind it. Counts are at least so many."""

    sessions: int | None = None
    called_off: int | None = None
    below_minimum: int | None = None
    seats_offered: int | None = None
    seats_taken: int | None = None
    waited: int | None = None
    first_timers: int | None = None
    shared_tenths: int | None = None
    """Of the seats taken, those that shared at least once."""
    even_tenths: int | None = None
    """Of the sessions with stories, those in which time went evenly."""
    time_tenths: int | None = None
    """Of the time for stories that was offered, what was used."""
    arriving_tenths: int | None = None
    leaving_tenths: int | None = None
    """How alone people felt, from 10 (not at all) to 50 (very): the mean of their answers."""
    answered_tenths: int | None = None
    """Of those who were asked, who answered both times."""

    @property
    def is_nothing(self) -> bool:
        """Whether no number may be shown."""
        return self == HELD_BACK


HELD_BACK = Figures()
NAMES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True, slots=True)
class Disclosed(Generic[Part]):
    """What may be shown of one quarter: of all of it, and of each part."""

    whole: Figures
    parts: Mapping[Part, Figures]


def disclose(parts: Mapping[Part, Sums], *, is_closed: bool) -> Disclosed[Part]:
    """What may be shown of the parts of one quarter, and of all of them together.

    Args:
        parts: the sums of each part: of each circle of a server.
        is_closed: whether the quarter is over. Until then what is about stories and answers is held back: what is
            added to a cell is always enough in sessions and seats, but not always in sessions with stories or answers,
            and two reports could be subtracted.
    """
    whole = total([*parts.values()])
    shown: dict[Part, Figures] = dict.fromkeys(parts, HELD_BACK)
    of_all = HELD_BACK
    for basis, round_off in _ROUNDED.items():
        if basis is not Basis.SESSIONS and not is_closed:
            continue
        if _is_enough(whole, basis):
            of_all = round_off(of_all, whole)
        for part in _beside_the_whole(parts, basis):
            shown[part] = round_off(shown[part], parts[part])
    return Disclosed(of_all, shown)


def disclose_whole(parts: Mapping[Part, Sums], *, is_closed: bool) -> Figures:
    """What may be shown of all parts together where each part may be known besides: of all servers of a bot. What
    remains beside those that can be known has to be enough."""
    figures = HELD_BACK
    whole = total([*parts.values()])
    for basis, round_off in _ROUNDED.items():
        if basis is not Basis.SESSIONS and not is_closed:
            continue
        rest = total([sums for sums in parts.values() if not _is_enough(sums, basis)])
        if _is_enough(whole, basis) and (_is_enough(rest, basis) or _is_empty(rest, basis)):
            figures = round_off(figures, whole)
    return figures


def _beside_the_whole(parts: Mapping[Part, Sums], basis: Basis) -> list[Part]:
    """The parts that may be shown beside the whole: each is enough, and so is what remains of the whole without them.
    If it is not, the smallest of them is held back with it, until it is."""
    shown = [part for part, sums in parts.items() if _is_enough(sums, basis)]
    shown.sort(key=lambda part: (*_behind(parts[part], basis)[::-1], part))
    while shown:
        rest = total([sums for part, sums in parts.items() if part not in shown])
        if _is_empty(rest, basis) or _is_enough(rest, basis):
            break
        shown.pop(0)
    return shown


def _behind(sums: Sums, basis: Basis) -> tuple[int, int]:
    """How many sessions, and how many people in them, stand behind the numbers of that basis."""
    match basis:
        case Basis.SESSIONS:
            return sums.sessions, sums.seats_taken
        case Basis.STORIES:
            return sums.storied, sums.storied_seats
        case Basis.ANSWERS:
            return sums.answered_sessions, sums.answered


def _is_enough(sums: Sums, basis: Basis) -> bool:
    sessions, people = _behind(sums, basis)
    return sessions >= FEWEST_SESSIONS and people >= FEWEST_SEATS


def _is_empty(sums: Sums, basis: Basis) -> bool:
    return _behind(sums, basis) == (0, 0)


def _of_sessions(figures: Figures, sums: Sums) -> Figures:
    return replace(
        figures,
        sessions=_down(sums.sessions),
        called_off=_down(sums.called_off),
        below_minimum=_down(sums.below_minimum),
        seats_offered=_down(sums.seats_offered),
        seats_taken=_down(sums.seats_taken),
        waited=_down(sums.waited),
        first_timers=_down(sums.first_timers),
        shared_tenths=_tenths(sums.seats_shared, sums.seats_taken),
    )


def _of_stories(figures: Figures, sums: Sums) -> Figures:
    return replace(
        figures,
        even_tenths=_tenths(sums.even, sums.storied),
        time_tenths=_tenths(sums.used_s, sums.offered_s),
    )


def _of_answers(figures: Figures, sums: Sums) -> Figures:
    return replace(
        figures,
        arriving_tenths=_level(sums.arriving_level, sums.arriving),
        leaving_tenths=_level(sums.leaving_level, sums.leaving),
        answered_tenths=_tenths(sums.answered, sums.asked),
    )


_ROUNDED: dict[Basis, Callable[[Figures, Sums], Figures]] = {
    Basis.SESSIONS: _of_sessions,
    Basis.STORIES: _of_stories,
    Basis.ANSWERS: _of_answers,
}


def _down(count: int) -> int:
    return count // COUNTS_IN * COUNTS_IN


def _tenths(part: int, whole: int) -> int | None:
    """A share, from one tenth to nine: what is less or more is shown as these."""
    return min(9, max(1, round(10 * part / whole))) if whole else None


def _level(levels: int, answers: int) -> int | None:
    return min(MOST_LEVEL, max(LEAST_LEVEL, round(10 * levels / answers))) if answers else None
