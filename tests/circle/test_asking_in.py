"""Being told the way to where people speak: once."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e

from .table import AGREEMENTS, STORIES, Table, a_format


def test_whoever_is_not_there_is_told_the_way_once() -> None:
    table = Table(3)
    assert table.do(c.AskIn(seats=(2, 3))) == (e.AskedIn(2), e.AskedIn(3))
    assert table.do(c.AskIn(seats=(1, 2, 3, 99))) == (e.AskedIn(1),)
    assert table.do(c.AskIn(seats=(1, 2, 3))) == ()


def test_whoever_writes_waits_outside_or_has_left_is_not_told() -> None:
    table = Table(4, a_format(AGREEMENTS, STORIES))
    table.do(c.Write(seat=2))
    table.do(c.Leave(seat=3))
    new = table.joins()
    assert table.do(c.AskIn(seats=(2, 3, new))) == ()
    table.do(c.Agree(seat=new))
    table.do(c.Speak(seat=2))
    assert table.do(c.AskIn(seats=(2, 3, new))) == (e.AskedIn(2), e.AskedIn(new))
