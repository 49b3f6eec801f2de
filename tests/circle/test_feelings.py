"""How alone people feel, on arriving and on leaving."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.counts import Tally
from bot.circle.refusals import Code

from .table import ANNOUNCE, CLOSING, STORIES, Table, a_format


def _asking() -> Table:
    table = Table(5, a_format(ANNOUNCE, STORIES, CLOSING, scale=True), begun=False)
    table.do(c.Begin(seat=1))
    return table


def test_feelings_are_a_histogram_and_who_has_answered() -> None:
    table = _asking()
    for seat, level in ((5, 2), (1, 2), (3, 5)):
        table.do(c.Feel(seat=seat, level=level))
    assert table.state.check_in == Tally((1, 3, 5), (0, 2, 0, 0, 1))


def test_only_the_first_answer_counts_and_another_is_no_error() -> None:
    table = _asking()
    table.do(c.Feel(seat=2, level=1))
    assert table.do(c.Feel(seat=2, level=4)) == ()
    assert table.state.check_in.counts == (1, 0, 0, 0, 0)


def test_arriving_is_before_the_closing_and_leaving_is_in_it() -> None:
    table = _asking()
    assert table.no(c.Feel(seat=2, level=4, leaving=True)) == Code.MOMENT_PASSED
    table.tick()
    table.do(c.Feel(seat=3, level=2))
    assert table.no(c.Feel(seat=2, level=4, leaving=True)) == Code.MOMENT_PASSED
    table.shares(1, 2, 3, 4, 5)
    assert table.stage == "Closing"
    assert table.no(c.Feel(seat=2, level=4)) == Code.MOMENT_PASSED
    table.do(c.Feel(seat=2, level=4, leaving=True))
    assert table.state.check_out == Tally((2,), (0, 0, 0, 1, 0))


def test_a_circle_that_did_not_choose_it_is_not_asked() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    assert table.no(c.Feel(seat=2, level=4)) == Code.MOMENT_PASSED


def test_a_format_can_be_adjusted_to_ask() -> None:
    assert not a_format().scale
    assert a_format().adjusted(scale=True).scale
    assert a_format(scale=True).adjusted(capacity=5).scale
