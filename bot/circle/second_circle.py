"""Two circles of one: who came, and who of them makes the second (docs/method.md, "Seats")."""

from __future__ import annotations

from .formats import LARGEST_CIRCLE
from .model import Seat, SeatPlace, SessionState

SMALLEST_HALF = 4
"""How many there are at least in each of two circles that were one."""
_IN = (SeatPlace.SEATED, SeatPlace.KEPT)


def came(state: SessionState) -> tuple[Seat, ...]:
    """Those who are in the two circles: whoever has a seat, then those who wait, until both are full."""
    seated = [seat for seat in state.seats if seat.place in _IN]
    return (*seated, *state.waiting_list)[: 2 * LARGEST_CIRCLE]


def second_circle(state: SessionState) -> tuple[int, ...]:
    """Who makes a second circle: the later half of those who came, four to eight in each.

    Empty unless the circle splits, somebody waits, and there are enough for two. A co-facilitator goes with them
    where there is one.
    """
    both = came(state)
    if not state.date.choices.splits or not state.waiting_list or len(both) < 2 * SMALLEST_HALF:
        return ()
    others = [seat for seat in both if seat.number != state.facilitator]
    leads = next((seat for seat in reversed(others) if seat.may_facilitate), None)
    rest = [seat for seat in others if seat is not leads]
    half = len(both) // 2
    moved = rest[-half:] if leads is None else [leads, *rest[len(rest) - half + 1 :]]
    return tuple(sorted(seat.number for seat in moved))
