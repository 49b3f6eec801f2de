"""Time that the bot was away is given back; what was away for too long is closed, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import (
    EndReason,
)
from bot.circle.outage import IDLE_S, longest_s

from .planned import Date
from .table import CHECK_IN, CLOSING, NOON, STORIES, Table, a_format


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


def test_time_away_does_not_move_a_date() -> None:
    date = Date(3)
    assert date.do(c.GiveBack(since=NOON - timedelta(hours=1))) == ()
    date.until_start(-1)
    assert date.do(c.GiveBack(since=NOON)) == ()


@pytest.mark.parametrize("gap_s", [0.000001, 61, 100_000])
def test_an_outage_is_given_back(gap_s: float) -> None:
    table = _telling()
    since = table.now
    table.wait(gap_s)
    table.do(c.GiveBack(since=since))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_an_outage_within_a_pause_within_an_absence_is_given_back() -> None:
    table = _telling()
    table.drops(2)
    table.advance(20)
    table.do(c.Pause(seat=1))
    table.advance(100)
    since = table.now
    table.wait(5000)
    table.do(c.GiveBack(since=since))
    assert table.left == 800
    table.returns(2)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_an_outage_while_gathering_is_given_back() -> None:
    table = Table(2, a_format(CHECK_IN), begun=False)
    since = table.now
    table.wait(10_000)
    table.do(c.GiveBack(since=since))
    assert table.left == 3600


def test_no_time_is_given_back_for_an_outage_that_was_none() -> None:
    table = _telling()
    assert table.do(c.GiveBack(since=table.now)) == ()
    assert table.do(c.GiveBack(since=table.now + timedelta(seconds=5))) == ()


def test_a_circle_is_closed_only_after_its_room_would_be_gone() -> None:
    table = _telling()
    since = table.now
    table.wait(longest_s(table.state.format) + 600 + IDLE_S)
    assert table.do(c.Lapse(untouched_since=since, linger_s=600)) == ()
    table.wait(1)
    table.do(c.Lapse(untouched_since=since, linger_s=600))
    assert table.state.end_reason is EndReason.LAPSED


def test_a_date_lapses_from_its_start_and_not_from_when_it_was_planned() -> None:
    date = Date(3)
    since = date.now
    date.wait(date.starts_in + longest_s(date.state.format) + IDLE_S)
    assert date.do(c.Lapse(untouched_since=since)) == ()
    date.wait(1)
    events = date.do(c.Lapse(untouched_since=since))
    assert [type(event) for event in events] == [e.CalledOff, e.Ended]
    assert date.state.end_reason is EndReason.MISSED


def test_a_date_that_was_called_off_lapses_as_called_off() -> None:
    date = Date(3)
    date.do(c.CallOff(steward=True))
    since = date.now
    date.wait(longest_s(date.state.format) + IDLE_S + 1)
    date.do(c.Lapse(untouched_since=since))
    assert date.state.end_reason is EndReason.CALLED_OFF
