"""Quieting one person: for how long, and whom it is not for."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.quieting import quiet_seat
from bot.circle.refusals import Code, Refusal

from .table import CLOSING, STORIES, Table, a_format


def _table() -> Table:
    table = Table(4, a_format(STORIES, CLOSING))
    table.receive(1)
    return table


def test_it_ends_with_the_turn_and_does_not_come_back() -> None:
    table = _table()
    table.do(c.Quiet(seat=1, to=3))
    assert quiet_seat(table.state) == 3
    table.do(c.Done(seat=1))
    assert quiet_seat(table.state) is None
    table.do(c.Quiet(seat=1, to=4))
    assert quiet_seat(table.state) == 4, "between two turns too"
    table.breath()
    assert quiet_seat(table.state) is None
    table.receive(2)
    table.do(c.Done(seat=2))
    assert quiet_seat(table.state) is None, "the next time between two turns is another one"


def test_one_at_a_time_and_not_whoever_has_the_piece_or_no_seat() -> None:
    table = _table()
    table.do(c.Quiet(seat=1, to=3))
    table.do(c.Quiet(seat=1, to=2))
    assert quiet_seat(table.state) == 2
    assert table.do(c.Quiet(seat=1, to=2)) == (), "the same press twice is once"
    assert table.ask(c.Quiet(seat=1, to=1)) == Refusal(Code.HAS_THE_PIECE)
    assert table.ask(c.Quiet(seat=1, to=9)) == Refusal(Code.NOT_A_SEAT)
    assert table.ask(c.Quiet(seat=3, to=2)) == Refusal(Code.NOT_FACILITATOR)
    table.do(c.Quiet(seat=1, to=None))
    assert quiet_seat(table.state) is None
    seen = table.state.version
    table.do(c.Done(seat=1))
    table.breath()
    assert table.ask(c.Quiet(seat=1, to=3, seen=seen)) == Refusal(Code.STALE), "that was for another turn"


def test_whoever_receives_the_piece_is_heard_and_a_pause_lets_everyone_speak() -> None:
    table = _table()
    table.do(c.Done(seat=1))
    table.breath()
    table.do(c.Quiet(seat=1, to=2))
    assert quiet_seat(table.state) == 2
    table.do(c.Receive(seat=2))
    assert quiet_seat(table.state) is None
    table.do(c.Quiet(seat=1, to=3))
    table.do(c.Pause(seat=1))
    assert quiet_seat(table.state) is None
    assert table.ask(c.Quiet(seat=1, to=4)) == Refusal(Code.PAUSED)
    table.do(c.Resume(seat=1))
    assert quiet_seat(table.state) == 3


def test_whoever_leaves_is_not_quiet_any_more() -> None:
    table = _table()
    table.do(c.Quiet(seat=1, to=3))
    table.do(c.Leave(seat=3))
    assert quiet_seat(table.state) is None
