"""What cannot be shown stands still."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.model import EndReason, HoldReason, Phase
from bot.circle.refusals import Code

from .table import CLOSING, STORIES, Table, a_format


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


def test_a_circle_that_cannot_be_shown_gives_back_the_time() -> None:
    table = _telling()
    table.do(c.StandStill())
    table.advance(7200)
    table.do(c.GoOn())
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_an_offer_that_nobody_saw_is_not_taken_back() -> None:
    table = Table(3)
    before = table.state.turn
    table.do(c.StandStill())
    table.advance(7200)
    assert table.state.turn == before
    table.do(c.GoOn())
    assert (table.waits_for, table.left) == ("offer", 60)


def test_nothing_new_is_offered_while_nothing_can_be_shown() -> None:
    """What was pressed on a card that can be seen still counts."""
    table = _telling()
    table.do(c.StandStill())
    table.do(c.Done(seat=2, seen=table.state.version))
    assert table.state.turn is None
    table.advance(3600)
    assert table.state.turn is None
    table.do(c.GoOn())
    assert table.state.turn is not None
    assert table.state.turn.seat == 3


def test_a_pause_and_standing_still_do_not_end_each_other() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.do(c.StandStill())
    table.do(c.GoOn())
    assert table.state.held(HoldReason.PAUSE)
    table.do(c.StandStill())
    table.do(c.Resume(seat=1))
    assert table.state.held(HoldReason.UNSEEN)
    assert table.do(c.Resume(seat=1)) == (), "it goes on by itself"


def test_standing_still_twice_is_standing_still_once() -> None:
    table = _telling()
    table.do(c.StandStill())
    assert table.do(c.StandStill()) == ()
    table.do(c.GoOn())
    assert table.do(c.GoOn()) == ()
    assert not table.state.holds


def test_a_circle_gathers_for_as_long_as_it_could_be_seen() -> None:
    table = Table(begun=False)
    left = table.left
    table.do(c.StandStill())
    assert table.no(c.Begin(seat=1)) == Code.NO_ROOM
    table.advance(3600)
    table.do(c.GoOn())
    assert (table.waits_for, table.left) == ("gathering", left)
    table.do(c.Begin(seat=1))


def test_what_could_not_be_shown_for_a_day_is_closed() -> None:
    table = _telling()
    table.do(c.StandStill())
    table.advance(86_399)
    assert table.state.phase is Phase.LIVE
    table.advance(1)
    assert table.state.end_reason is EndReason.UNSEEN
