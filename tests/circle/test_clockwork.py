"""A clock that comes late or early."""

from __future__ import annotations

from bot.circle import commands as c

from .table import CLOSING, STORIES, Table, a_format


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


def test_the_clock_of_an_ended_session_does_nothing() -> None:
    table = Table(3)
    table.do(c.End(seat=1))
    assert table.do(c.Tick()) == ()
    assert table.do(c.GiveBack(since=table.now)) == ()
    assert table.do(c.Leave(seat=2)) == ()


def test_a_tick_that_comes_late_does_one_thing_and_gives_full_time_for_the_next() -> None:
    table = _telling()
    table.wait(5000)
    table.do(c.Tick())
    assert (table.waits_for, table.left) == ("grace", 60)


def test_a_tick_that_comes_early_does_nothing() -> None:
    table = _telling()
    assert table.do(c.Tick()) == ()
