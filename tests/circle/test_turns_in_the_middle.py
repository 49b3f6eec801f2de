"""The piece that lies in the middle, for whoever would like it."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import TurnOutcome
from bot.circle.refusals import Code

from .table import Table, a_format

VOLUNTEER = a_format(order=SpeakingOrder.VOLUNTEER)


def test_volunteers_take_the_piece_from_the_middle_and_nobody_is_called_on() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(2, 3, 1)
    assert table.offers_made()[:3] == [None, None, None]
    assert table.stage == "Stories"


def test_only_one_volunteer_has_the_piece() -> None:
    table = Table(3, VOLUNTEER)
    table.receive(2)
    assert table.no(c.Receive(seat=3)) == Code.NOT_YOUR_TURN
    assert table.speaking == 2


def test_nobody_volunteers_twice_in_a_round() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(2)
    assert table.no(c.Receive(seat=2)) == Code.NOT_YOUR_TURN
    assert table.no(c.Pass(seat=2)) == Code.NOT_YOUR_TURN


def test_not_yet_makes_no_sense_of_a_piece_in_the_middle() -> None:
    table = Table(3, VOLUNTEER)
    assert table.no(c.NotYet(seat=2)) == Code.NOT_YOUR_TURN


def test_the_round_of_volunteers_is_complete_when_all_have_told_or_let_it_go_by() -> None:
    table = Table(3, VOLUNTEER)
    table.passes(1)
    table.shares(2)
    table.passes(3)
    assert table.stage == "Stories"


def test_who_let_the_piece_in_the_middle_go_by_may_still_take_it() -> None:
    table = Table(3, VOLUNTEER)
    table.passes(1)
    table.shares(1)
    assert table.outcomes(1) == [TurnOutcome.PASSED, TurnOutcome.SHARED]


def test_a_piece_that_nobody_takes_is_left_lying_after_asking_once_more() -> None:
    table = Table(3, VOLUNTEER)
    table.tick()
    assert table.offered is None
    assert table.stage == "Check-in"
    table.tick()
    assert table.stage == "Stories"


def test_a_volunteer_who_dropped_out_may_take_the_piece_again_or_let_it_go_by() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(1, 3)
    table.receive(2)
    table.drops(2)
    table.tick()
    table.returns(2)
    table.breath()
    assert table.stage == "Check-in"
    table.passes(2)
    assert table.stage == "Stories"
