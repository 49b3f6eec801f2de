"""The waiting list of a date: who waits, and for whom a free seat is kept."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import (
    SeatPlace,
)
from bot.circle.refusals import Code

from .planned import HOUR, SMALL, Date


def test_more_than_the_seats_wait_in_the_order_they_came() -> None:
    date = Date(4)
    assert [date.do(c.Join())[0] for _ in range(3)] == [e.SeatQueued(n) for n in (5, 6, 7)]
    assert [seat.number for seat in date.state.waiting_list] == [5, 6, 7]
    assert date.no(c.Join(seat=5)) is Code.ALREADY_WAITING
    assert date.no(c.Join(seat=2)) is Code.ALREADY_SEATED


def test_a_free_seat_is_kept_at_once_for_whoever_waited_longest() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "waiting"}
    date.do(c.Join(seat=5))
    assert date.places()[5] is SeatPlace.SEATED


def test_a_kept_seat_that_nobody_takes_goes_to_the_next() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    date.advance(2 * HOUR)
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 6: "kept"}
    date.advance(2 * HOUR)
    assert date.places() == {1: "seated", 3: "seated", 4: "seated"}
    assert date.do(c.Join())[0] == e.SeatTaken(7)


def test_whoever_was_kept_a_seat_may_let_it_go() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    date.do(c.Leave(seat=5))
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 6: "kept"}
    date.do(c.Leave(seat=6))
    assert date.state.free_seats == 1


def test_a_newcomer_does_not_overtake_those_who_wait() -> None:
    date = Date(5)
    date.do(c.Leave(seat=2))
    date.do(c.Join())
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "waiting"}


def test_more_seats_are_kept_for_those_who_wait_and_fewer_throw_nobody_out() -> None:
    date = Date(6)
    date.do(c.Refit(steward=True, format=SMALL.adjusted(capacity=6)))
    assert date.places() == {1: "seated", 2: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "kept"}
    date.do(c.Refit(steward=True, format=SMALL.adjusted(capacity=3)))
    assert len(date.state.seated) == 4
    assert date.state.free_seats == 0
    date.do(c.Leave(seat=2))
    date.do(c.Leave(seat=5))
    assert date.do(c.Join()) == (e.SeatQueued(7),), "a seat is given away only when it is free"


def test_whoever_waited_leads_only_if_they_still_may_when_they_take_the_seat() -> None:
    for may, leads in ((False, None), (True, 5)):
        date = Date(4)
        date.do(c.Join(may_facilitate=True))
        date.do(c.Leave(seat=1))
        assert date.state.facilitator is None
        date.do(c.Join(seat=5, may_facilitate=may))
        assert date.state.facilitator == leads


def test_whoever_waits_or_is_kept_a_seat_can_be_removed() -> None:
    date = Date(7)
    date.do(c.Leave(seat=2))
    assert date.places()[5] is SeatPlace.KEPT
    date.do(c.Remove(steward=True, target=5))
    date.do(c.Remove(steward=True, target=7))
    assert date.places()[6] is SeatPlace.KEPT, "the next one who waits has the chance"
    assert date.no(c.Join(seat=5)) is Code.REMOVED
    date.advance(3 * HOUR)
    assert date.places()[5] is date.places()[7] is SeatPlace.REMOVED, "a seat that was kept does not undo it"
