"""Naming who is next."""

from __future__ import annotations

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.refusals import Code

from .table import Table, a_format

NOMINATE = a_format(order=SpeakingOrder.NOMINATE)


def test_nobody_is_named_while_the_circle_waits_for_somebody_to_hold_it() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    table.drops(1)
    table.tick()
    assert table.waits_for == "role"
    assert table.no(c.Nominate(seat=2, to=4)) == Code.STALE
    table.tick()
    assert table.offered == 3


def test_whoever_told_says_who_is_next() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.state.nominating == 1
    table.do(c.Nominate(seat=1, to=3))
    assert table.offered == 3


def test_the_facilitator_may_say_who_is_next_and_others_may_not() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.do(c.Nominate(seat=1, to=2))
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.no(c.Nominate(seat=3, to=3)) == Code.NOT_YOUR_TURN
    table.do(c.Nominate(seat=1, to=4))
    assert table.offered == 4


def test_nobody_is_named_who_had_a_turn() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.no(c.Nominate(seat=1, to=1)) == Code.NOT_A_SEAT
    assert table.no(c.Nominate(seat=1, to=9)) == Code.NOT_A_SEAT


def test_the_piece_goes_round_when_nobody_is_named() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.waits_for == "nomination"
    assert table.left == 30
    table.tick()
    assert table.offered == 2
    assert table.no(c.Nominate(seat=1, to=3)) == Code.STALE


def test_nobody_is_asked_to_name_the_only_one_left() -> None:
    table = Table(3, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.waits_for == "breath"


@pytest.mark.parametrize("going", [c.Leave(seat=2), c.Remove(seat=1, target=2)])
def test_whoever_goes_while_telling_is_not_asked_who_is_next(going: c.Command) -> None:
    table = Table(4, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(going)
    assert table.waits_for == "breath"


@pytest.mark.parametrize("going", [c.Leave(seat=2), c.Remove(seat=1, target=2)])
def test_the_circle_does_not_wait_for_a_name_from_somebody_who_went(going: c.Command) -> None:
    table = Table(4, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.state.nominating == 2
    table.do(going)
    assert table.offered == 3


def test_nobody_is_named_in_a_pause_or_a_silence() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.receive(1)
    table.do(c.Done(seat=1))
    table.advance(10)
    table.do(c.HoldSilence(seat=1))
    assert table.no(c.Nominate(seat=1, to=3)) == Code.IN_SILENCE
    table.do(c.Pause(seat=1))
    assert table.no(c.Nominate(seat=1, to=3)) == Code.PAUSED
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left) == ("nomination", 20)
    table.do(c.Nominate(seat=1, to=3))
