"""Gathering, beginning, ending, and a stage that is given more time."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.model import EndReason, Phase
from bot.circle.refusals import Code

from .table import CLOSING, REFLECTION, Table, a_format


def test_a_session_gathers_with_its_facilitator_in_the_first_seat() -> None:
    table = Table(1, begun=False)
    assert table.state.phase is Phase.GATHERING
    assert (table.state.facilitator, table.state.host) == (1, 1)
    assert (table.waits_for, table.left) == ("gathering", 3600)


def test_too_few_cannot_begin_and_are_told_how_many_are_missing() -> None:
    table = Table(1, begun=False)
    result = table.ask(c.Begin(seat=1))
    assert (result.code, result.count) == (Code.TOO_FEW, 2)  # type: ignore[union-attr]
    table.joins()
    table.joins()
    table.drops(3)
    assert table.no(c.Begin(seat=1)) == Code.TOO_FEW
    table.returns(3)
    table.do(c.Begin(seat=1))


def test_practice_begins_with_anybody_once_it_was_asked() -> None:
    table = Table(1, begun=False, practice=True)
    assert table.no(c.Begin(seat=1)) is Code.FEWER
    table.do(c.Begin(seat=1, knowing=0))
    table.shares(1, 1)
    table.tick()
    assert table.over, "one alone comes to the end"
    empty = Table(1, begun=False, practice=True)
    empty.do(c.Leave(seat=1))
    assert empty.no(c.Begin(steward=True, knowing=0)) is Code.TOO_FEW


def test_a_session_that_never_begins_closes_quietly() -> None:
    table = Table(4, begun=False)
    table.tick()
    assert table.state.end_reason is EndReason.NEVER_BEGAN


def test_only_somebody_who_may_facilitate_begins() -> None:
    table = Table(3, helpers=(2,), begun=False)
    assert table.no(c.Begin(seat=3)) == Code.NOT_FACILITATOR
    assert table.no(c.Begin(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.Begin(seat=2, may_facilitate=True))
    assert table.do(c.Begin(seat=1)) == (), "it has begun"


def test_a_steward_may_begin_without_a_seat() -> None:
    table = Table(3, begun=False)
    table.do(c.Begin(steward=True))


def test_a_stage_can_have_more_time_and_one_press_gives_it_once() -> None:
    table = Table(3, a_format(REFLECTION, CLOSING))
    press = c.Extend(seat=1, seconds=120, seen=table.state.version)
    table.do(press)
    assert table.left == 720
    assert table.no(press) == Code.STALE
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_FACILITATOR


def test_a_facilitator_ends_a_session_at_any_time() -> None:
    table = Table(3)
    assert table.no(c.End(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.End(seat=1))
    assert table.state.end_reason is EndReason.CLOSED
    assert table.no(c.Receive(seat=1)) == Code.OVER


def test_when_its_closing_began_is_known_whatever_stops_the_clock_afterwards() -> None:
    table = Table(3, a_format(REFLECTION, CLOSING))
    assert table.state.closing_at is None
    table.tick()
    began = table.now
    assert table.state.closing_at == began
    table.do(c.Pause(seat=1))
    table.wait(100)
    table.do(c.Resume(seat=1))
    table.tick()
    assert (table.over, table.state.closing_at) == (True, began)
