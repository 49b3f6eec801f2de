"""What follows: stages, breaths, the end."""

from __future__ import annotations

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import EndReason

from .table import AGREEMENTS, ANNOUNCE, CHECK_IN, CLOSING, HARVEST, REFLECTION, STORIES, Table, a_format

WHOLE = a_format(ANNOUNCE, AGREEMENTS, CHECK_IN, STORIES, REFLECTION, HARVEST, CLOSING)


NOMINATE = a_format(order=SpeakingOrder.NOMINATE)


def test_a_whole_session_goes_through_its_stages_and_ends() -> None:
    table = Table(3, WHOLE)
    seen = [table.stage]
    while not table.over:
        if table.offered is not None:
            table.shares(table.offered)
        else:
            table.tick()
        if not table.over and table.stage != seen[-1]:
            seen.append(table.stage)
    assert seen == ["Check-in", "Stories", "Reflection", "Harvest", "Closing"]
    assert table.state.end_reason is EndReason.COMPLETED
    assert table.state.spoke == (1, 2, 3)
    assert table.replayed() == table.state


def test_a_session_that_everyone_left_is_over() -> None:
    table = Table(3)
    for seat in (1, 2, 3):
        table.do(c.Leave(seat=seat))
    assert table.state.end_reason is EndReason.EMPTY


def test_a_session_from_which_everyone_dropped_goes_to_its_end_alone() -> None:
    table = Table(5)
    table.drops(1, 2, 3, 4, 5)
    table.advance(3600)
    assert table.state.end_reason is EndReason.COMPLETED


def test_a_breath_follows_a_story_and_nothing_follows_a_pass() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert (table.waits_for, table.left) == ("breath", 5)
    table.tick()
    table.do(c.Pass(seat=2))
    assert table.offered == 3


def test_a_format_may_have_no_breath() -> None:
    table = Table(3, a_format(breath_s=0))
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.offered == 2


@pytest.mark.parametrize("order", [SpeakingOrder.ROUND, SpeakingOrder.NOMINATE])
def test_somebody_who_leaves_instead_of_telling_has_a_breath_to_go(order: SpeakingOrder) -> None:
    table = Table(4, a_format(order=order))
    table.shares(1)
    assert table.offered == 2
    table.do(c.Leave(seat=2))
    assert table.state.turn is None
    assert (table.waits_for, table.left) == ("breath", 5)
    table.tick()
    assert table.offered == 3


def test_the_breath_for_somebody_who_leaves_is_not_made_longer_by_the_next_who_goes() -> None:
    table = Table(5)
    table.shares(1)
    table.do(c.Leave(seat=2))
    table.wait(4)
    table.do(c.Leave(seat=3))
    assert (table.waits_for, table.left) == ("breath", 1)
    table.tick()
    assert table.offered == 4


def test_stepping_out_of_an_offer_needs_no_breath() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.StepOut(seat=2))
    assert table.offered == 3


def test_no_breath_begins_in_a_circle_that_is_held() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Pause(seat=1))
    table.do(c.Leave(seat=2))
    assert table.waits_for == "pause"
    table.do(c.Resume(seat=1))
    assert table.offered == 3


def test_a_circle_without_breaths_goes_on_at_once_when_somebody_leaves() -> None:
    table = Table(4, a_format(breath_s=0))
    table.shares(1)
    table.do(c.Leave(seat=2))
    assert table.offered == 3
