"""The anonymous record: sums of many sessions in a cell, and what one session adds to its cell.

Nothing of one session stands alone where it can be read. What it adds waits sealed, all of it equally long, until
enough sessions wait for the same cell; then only the sum is kept. No person is here, no order, no instant, and no
question that was put. Per-session pseudonyms with the turn order were re-identified in 70 % of trials, and one row of
sums for each session could be linked to its circle. That is why there are neither.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import NamedTuple

from bot.circle.looking_back import was_even
from bot.circle.model import EndReason, SessionState
from bot.ids import CircleId

FEWEST_SESSIONS = 3
FEWEST_SEATS = 15
"""How many sessions, and how many seats taken in them, there have to be before they are added to a cell together. A
number is only shown where as much stands behind it."""
FEWEST_ANSWERS = 5
"""How many people have to have answered on arriving and on leaving before a session's answers count, as sums."""
OTHER_CIRCLES = CircleId(0)
"""Where sessions are counted that belong to no circle of a schedule, and those too few for a cell of their own."""


class Cell(NamedTuple):
    """What sessions of one server and one quarter are added up by."""

    circle_id: CircleId
    format: str
    room: str
    held: bool
    """Whether the room held the talking piece."""


MIXED = Cell(OTHER_CIRCLES, "", "", held=False)
"""The cell of whatever was too little for any other when its quarter ended."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over sessions. `seats_...` count seats, times are in seconds."""

    sessions: int = 0
    """Sessions that were held: they began. Only these count below, but for those called off or too small."""
    even: int = 0
    """In how many of them the longest story took at most twice as long as the average one."""
    called_off: int = 0
    below_minimum: int = 0
    """Dates on which too few came, so that the circle did not begin."""
    seats_offered: int = 0
    seats_taken: int = 0
    seats_shared: int = 0
    """Seats that shared at least once."""
    waited: int = 0
    """People who waited for a seat and got none."""
    storied: int = 0
    """Sessions in which stories were invited,"""
    storied_seats: int = 0
    """and the seats taken in them."""
    offered_s: int = 0
    used_s: int = 0
    """Story time: offered, and used."""
    first_timers: int = 0
    """People who said that it was their first circle here this year."""
    asked: int = 0
    """Seats in sessions that asked how alone people feel."""
    answered_sessions: int = 0
    """Sessions in which enough people answered both times. The rest counts only these."""
    answered: int = 0
    """People who answered both times."""
    arriving: int = 0
    arriving_level: int = 0
    """Answers on arriving, and the sum of their levels, from 1 to 5."""
    leaving: int = 0
    leaving_level: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether so many sessions and seats are in it that it may stand alone."""
        return self.sessions >= FEWEST_SESSIONS and self.seats_taken >= FEWEST_SEATS


NOTHING = Sums()
NAMES = tuple(field.name for field in fields(Sums))
_NUMBERS = attrgetter(*NAMES)


def total(parts: list[Sums]) -> Sums:
    """All of them together."""
    return Sums(*map(sum, zip(*map(_NUMBERS, parts), strict=True))) if parts else NOTHING


def sums_of(state: SessionState) -> Sums | None:
    """What an ended session adds; None when it adds nothing: practice, one that nobody began, and one that the bot was
    away from for so long that what it adds may be in another copy of the database."""
    if state.practice or state.end_reason is EndReason.LAPSED:
        return None
    if state.started_at is None:
        match state.end_reason:
            case EndReason.CALLED_OFF:
                return Sums(called_off=1)
            case EndReason.TOO_FEW:
                return Sums(below_minimum=1)
        return None
    taken = {seat.number for seat in state.seats if seat not in state.waiting_list}
    before, after = state.check_in, state.check_out
    both = len({*before.answered} & {*after.answered})
    counts = both >= FEWEST_ANSWERS
    has_stories = state.offered_s > 0
    return Sums(
        sessions=1,
        even=was_even(state),
        seats_offered=max(state.format.capacity, len(taken)),
        seats_taken=len(taken),
        seats_shared=len(taken & {*state.spoke}),
        waited=state.waited + len(state.waiting_list),
        storied=has_stories,
        storied_seats=len(taken) if has_stories else 0,
        offered_s=round(state.offered_s),
        used_s=round(state.used_s),
        first_timers=len(taken & {*state.first_timers}),
        asked=len(taken) if state.format.scale else 0,
        answered_sessions=counts,
        answered=both if counts else 0,
        arriving=sum(before.counts) if counts else 0,
        arriving_level=_levels(before.counts) if counts else 0,
        leaving=sum(after.counts) if counts else 0,
        leaving_level=_levels(after.counts) if counts else 0,
    )


def _levels(counts: tuple[int, ...]) -> int:
    return sum(level * count for level, count in enumerate(counts, 1))


_WORDS = struct.Struct(f">q64s16s?{len(NAMES)}I")


def pack(cell: Cell, sums: Sums) -> bytes:
    """What one session adds, as bytes: always equally many."""
    format_id = cell.format.encode()[:64]
    return _WORDS.pack(cell.circle_id, format_id, cell.room.encode()[:16], cell.held, *_NUMBERS(sums))


def unpack(words: bytes) -> tuple[Cell, Sums]:
    """What was packed.

    Raises:
        ValueError: it is something else.
    """
    try:
        circle_id, format_id, room, held, *numbers = _WORDS.unpack(words)
    except struct.error:
        raise ValueError("this is nothing that a session adds") from None
    cell = Cell(CircleId(circle_id), _text(format_id), _text(room), held)
    return cell, Sums(*numbers)


def _text(padded: bytes) -> str:
    return padded.rstrip(b"\0").decode(errors="ignore")
