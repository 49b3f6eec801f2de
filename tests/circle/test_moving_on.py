"""`Next`: moving the piece, or the stage, on by hand."""

from __future__ import annotations

from typing import Any

from bot.circle import commands as c
from bot.circle.formats import NotePolicy, SpeakingOrder
from bot.circle.model import (
    TurnOutcome,
)
from bot.circle.refusals import Code

from .table import CLOSING, HARVEST, REFLECTION, STORIES, Table, a_format


def _stories(seats: int = 4, **others: Any) -> Table:
    return Table(seats, a_format(STORIES, REFLECTION, CLOSING, **others))


def _unled(*, helpers: tuple[int, ...] = (2,), order: SpeakingOrder = SpeakingOrder.ROUND) -> Table:
    """The facilitator told, and dropped out in the breath after it; the breath is over."""
    table = Table(4, a_format(order=order), helpers=helpers)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.drops(1)
    table.tick()
    return table


VOLUNTEER = a_format(order=SpeakingOrder.VOLUNTEER)


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


def test_next_sets_aside_whoever_was_only_asked_for_a_note() -> None:
    table = _stories(content_notes=NotePolicy.REQUIRED)
    table.receive(1)
    table.do(c.Next(seat=1))
    assert table.outcomes(1) == [TurnOutcome.DEFERRED]


def test_next_goes_on_without_anybody_and_only_once_for_two_presses() -> None:
    table = _unled(helpers=())
    press = c.Next(steward=True, seen=table.state.version)
    table.do(press)
    assert table.offered == 2
    assert table.no(press) == Code.STALE
    assert table.offered == 2


def test_next_goes_to_the_next_stage_once_for_two_presses() -> None:
    table = Table(3, a_format(REFLECTION, HARVEST, CLOSING))
    press = c.Next(seat=1, seen=table.state.version)
    table.do(press)
    assert table.stage == "Harvest"
    assert table.no(press) == Code.STALE
    assert table.stage == "Harvest"


def test_next_takes_the_piece_in_the_middle_away() -> None:
    table = Table(3, VOLUNTEER)
    table.do(c.Next(seat=1))
    assert table.stage == "Stories"


def test_next_moves_the_piece_on_once_for_two_presses() -> None:
    table = Table(4, helpers=(2,))
    card = table.state.version
    table.do(c.Next(seat=1, seen=card))
    assert table.offered == 2
    assert table.no(c.Next(seat=2, may_facilitate=True, seen=card)) == Code.STALE
    assert table.offered == 2
    table.do(c.Next(seat=1, seen=table.state.version))
    assert table.offered == 3


def test_next_ends_a_story_and_cuts_a_breath_short() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Next(seat=1))
    assert table.outcomes(1) == [TurnOutcome.SHARED]
    table.do(c.Next(seat=1))
    assert table.offered == 2


def test_an_offer_that_next_passed_over_comes_back() -> None:
    table = Table(3)
    table.shares(1)
    table.do(c.Next(seat=1))
    table.shares(3)
    assert table.offered == 2
    table.do(c.Next(seat=1))
    assert table.stage == "Stories"


def test_next_ends_a_silence() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.do(c.Next(seat=1))
    assert table.outcomes(2) == [TurnOutcome.SHARED]
    assert not table.state.holds


def test_next_while_the_speaker_is_away_does_not_cost_them_their_turn() -> None:
    table = _telling()
    table.drops(2)
    table.do(c.Next(seat=1))
    assert table.outcomes(2) == [TurnOutcome.DEFERRED]
