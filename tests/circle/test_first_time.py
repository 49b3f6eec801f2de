"""Saying that it is one's first circle here this year: any seat, once, and it shows nowhere."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.confidence import without
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, Table, a_format


def test_each_seat_says_so_once_and_the_order_is_not_kept() -> None:
    table = Table(4, a_format(CHECK_IN, CLOSING))
    assert table.do(c.ComeFirst(seat=3)) == (e.CameFirst(3),)
    assert table.do(c.ComeFirst(seat=1)) == (e.CameFirst(1),)
    assert table.do(c.ComeFirst(seat=3)) == ()
    assert table.state.first_timers == (1, 3)
    assert table.replayed().first_timers == (1, 3)


def test_it_moves_nothing_and_is_in_confidence() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    before = table.state
    table.do(c.ComeFirst(seat=2))
    assert (table.state.timer, table.state.turn, table.state.moved) == (
        before.timer,
        before.turn,
        before.moved,
    )
    assert without(table.state).first_timers == ()


def test_only_a_taken_seat_says_so_and_only_while_the_circle_is_live() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    table.do(c.Leave(seat=3))
    assert table.no(c.ComeFirst(seat=3)) is Code.NOT_SEATED
    assert table.no(c.ComeFirst()) is Code.NOT_SEATED
    assert Table(3, a_format(CHECK_IN), begun=False).no(c.ComeFirst(seat=1)) is Code.NOT_STARTED
