"""Two circles of one."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import (
    SeatPlace,
)

from .planned import SMALL, Date


def test_those_who_wait_make_a_second_circle_when_there_are_enough_for_two() -> None:
    date = Date(9, SMALL.adjusted(capacity=5), splits=True)
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert halved.moved == (6, 7, 8, 9)
    assert [seat.number for seat in date.state.seated] == [1, 2, 3, 4, 5]


def test_a_second_circle_takes_a_co_facilitator_with_it() -> None:
    date = Date(2, SMALL.adjusted(capacity=4), splits=True)
    date.do(c.Join(may_facilitate=True))
    for _ in range(5):
        date.do(c.Join())
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert halved.moved == (3, 6, 7, 8)
    assert [seat.number for seat in date.state.seated] == [1, 2, 4, 5]


def test_too_few_for_two_stay_one() -> None:
    for date in (Date(7, splits=True), Date(9)):
        date.until_start(-1)
        assert not date.heard(e.Halved)
        assert len(date.state.seated) == 4


def test_two_circles_are_full_with_sixteen_and_whoever_came_later_waits_on() -> None:
    date = Date(18, SMALL.adjusted(capacity=4), splits=True)
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert len(halved.moved) == len(date.state.seated) == 8
    assert [seat.number for seat in date.state.waiting_list] == [17, 18]


def test_whoever_was_removed_has_no_seat_in_either_of_two_circles() -> None:
    date = Date(9, SMALL.adjusted(capacity=5), splits=True)
    date.do(c.Remove(steward=True, target=2))
    date.do(c.Join(seat=6))
    date.until_start(-1)
    assert date.heard(e.Halved)
    assert date.places()[2] is SeatPlace.REMOVED
