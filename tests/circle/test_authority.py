"""Who may ask for what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Prompt
from bot.circle.refusals import Code

from .table import Table, a_format


def _unled(*, helpers: tuple[int, ...] = (2,), order: SpeakingOrder = SpeakingOrder.ROUND) -> Table:
    """The facilitator told, and dropped out in the breath after it; the breath is over."""
    table = Table(4, a_format(order=order), helpers=helpers)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.drops(1)
    table.tick()
    return table


@pytest.mark.parametrize(
    "asked",
    [
        c.Next(),
        c.Pause(),
        c.HoldSilence(),
        c.Resume(),
        c.Reorder(order=(3, 2, 1)),
        c.Remove(target=3),
        c.HandOver(to=2),
        c.SetPrompt(prompt=Prompt(id="x")),
        c.End(),
        c.Begin(),
    ],
)
def test_leading_is_for_those_who_may_facilitate(asked: c.Command) -> None:
    for asker in ({"seat": 1}, {"seat": 2, "may_facilitate": True}, {"steward": True}):
        table = Table(3, helpers=(2,))
        if isinstance(asked, c.Resume):
            table.do(c.Pause(seat=1))
        table.do(replace(asked, **asker))
    table = Table(3, helpers=(2,))
    assert table.no(replace(asked, seat=3)) == Code.NOT_FACILITATOR
    assert table.no(replace(asked, seat=2)) == Code.NOT_FACILITATOR, (
        "what they were on joining does not count"
    )
    for stranger in (None, 9):
        assert table.no(replace(asked, seat=stranger)) == Code.NOT_SEATED
        assert table.no(replace(asked, seat=stranger, may_facilitate=True)) == Code.NOT_SEATED


def test_handing_over_gives_up_what_one_could_do() -> None:
    table = Table(3)
    table.do(c.HandOver(seat=1, to=3))
    for asked in (c.Next(), c.Pause(), c.Remove(target=2), c.HandOver(to=1), c.End()):
        assert table.no(replace(asked, seat=1)) == Code.NOT_FACILITATOR
    table.do(c.Pause(seat=1, may_facilitate=True))


def test_a_role_is_taken_by_whoever_may_hold_circles_in_that_moment() -> None:
    table = _unled()
    assert table.no(c.TakeRole(seat=2)) == Code.NOT_ASKED, "they have lost their role in the server since"
    table.do(c.TakeRole(seat=3, may_facilitate=True))
    assert table.state.host == 3


@pytest.mark.parametrize(
    "verb",
    [c.Receive, c.Pass, c.NotYet, c.Done, c.Agree, c.Listen, c.StepOut, c.ComeBack, c.Leave, c.TakeRole],
)
@pytest.mark.parametrize("order", SpeakingOrder)
def test_what_concerns_a_seat_needs_one_and_a_steward_has_none(
    verb: type[c.Command], order: SpeakingOrder
) -> None:
    table = Table(3, a_format(order=order))
    assert table.no(verb(steward=True)) == Code.NOT_SEATED


def test_a_steward_who_gave_up_their_seat_does_not_stand_in_from_it() -> None:
    table = _unled()
    table.do(c.Leave(seat=4))
    table.tick()
    assert table.no(c.TakeRole(seat=4, steward=True)) == Code.NOT_SEATED
    table.do(c.Next(seat=4, steward=True))
