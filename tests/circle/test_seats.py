"""Seats: taken, given up, taken away; coming and going."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import TurnOutcome
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, Table, a_format


def _unled(*, helpers: tuple[int, ...] = (2,), order: SpeakingOrder = SpeakingOrder.ROUND) -> Table:
    """The facilitator told, and dropped out in the breath after it; the breath is over."""
    table = Table(4, a_format(order=order), helpers=helpers)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.drops(1)
    table.tick()
    return table


def test_the_facilitator_is_not_removed_and_neither_is_a_stand_in() -> None:
    table = _unled()
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    for seat in (1, 2):
        assert table.no(c.Remove(steward=True, target=seat)) == Code.HAS_THE_ROLE
    assert table.no(c.Remove(steward=True, target=9)) == Code.NOT_A_SEAT


def test_removing_is_final_even_for_somebody_who_left() -> None:
    table = Table(4)
    table.do(c.Leave(seat=4))
    table.do(c.Remove(seat=1, target=4))
    assert table.no(c.Join(seat=4)) == Code.REMOVED
    assert table.no(c.Receive(seat=4)) == Code.REMOVED
    assert table.do(c.Leave(seat=4)) == ()


def test_a_circle_has_so_many_seats_and_no_more() -> None:
    table = Table(4, a_format(capacity=4), begun=False)
    result = table.ask(c.Join())
    assert (result.code, result.count) == (Code.FULL, 4)  # type: ignore[union-attr]
    table.do(c.Leave(seat=3))
    table.joins()
    assert table.no(c.Join()) == Code.FULL


def test_a_seat_given_up_in_a_live_session_can_be_lost_to_somebody_else() -> None:
    table = Table(4, a_format(capacity=4))
    table.do(c.Leave(seat=3))
    assert table.joins() == 5
    assert table.no(c.Join(seat=3)) == Code.FULL


def test_nothing_remains_of_a_seat_given_up_before_the_beginning() -> None:
    table = Table(3, begun=False)
    table.do(c.Leave(seat=2))
    assert [seat.number for seat in table.state.seats] == [1, 3]
    assert table.joins() == 4, "and its number is nobody else's"


def test_nobody_has_two_seats() -> None:
    table = Table(3)
    assert table.no(c.Join(seat=2)) == Code.ALREADY_SEATED


def test_nobody_joins_at_the_closing() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    table.do(c.Leave(seat=3))
    table.shares(1, 2)
    assert table.stage == "Closing"
    assert table.no(c.Join()) == Code.CLOSING
    assert table.no(c.Join(seat=3)) == Code.CLOSING


def test_stepping_out_sets_an_offer_aside() -> None:
    table = Table(3)
    table.shares(1)
    table.do(c.StepOut(seat=2))
    assert table.offered == 3
    table.do(c.ComeBack(seat=2))
    table.shares(3)
    assert table.offered == 2


def test_somebody_who_joins_in_mid_round_has_a_turn_in_it() -> None:
    table = Table(3)
    table.shares(1, 2)
    new = table.joins()
    table.shares(3, new)
    assert table.stage == "Stories"


def test_somebody_who_left_before_their_turn_has_it_on_returning() -> None:
    table = Table(4)
    table.do(c.Leave(seat=2))
    table.shares(1)
    assert table.offered == 3
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.offered == 2


def test_somebody_who_leaves_and_returns_has_no_second_turn() -> None:
    table = Table(4)
    table.shares(1, 2)
    table.do(c.Leave(seat=2))
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.stage == "Stories"


def test_somebody_who_leaves_while_telling_has_told() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Leave(seat=1))
    assert table.outcomes(1) == [TurnOutcome.SHARED]


def test_an_offer_to_somebody_who_leaves_waits_for_their_return() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Leave(seat=2))
    table.breath()
    assert table.offered == 3
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.offered == 2


def test_an_offer_to_somebody_who_is_removed_goes_on() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Remove(seat=1, target=2))
    assert table.offered == 3
    assert table.no(c.Receive(seat=2)) == Code.REMOVED
