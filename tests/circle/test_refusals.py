"""Every coded "no" can be heard, and none of them changes anything (`Table.no` sees to that)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Prompt
from bot.circle.refusals import Code

from .table import AGREEMENTS, CHECK_IN, CLOSING, HARVEST, Table, a_format

NOBODY_SAYS = {"already_started"}
"""Beginning twice is no error, so no rule says this one."""


def _after(table: Table, *commands: c.Command) -> Table:
    for command in commands:
        table.do(command)
    return table


def _volunteers_with_a_late_comer() -> Table:
    volunteers = a_format(AGREEMENTS, CHECK_IN, order=SpeakingOrder.VOLUNTEER)
    return _after(Table(3, volunteers), c.Join())


CASES: dict[Code, tuple[Callable[[], Table], c.Command]] = {
    Code.ALREADY_SEATED: (Table, c.Join(seat=2)),
    Code.CLOSING: (lambda: Table(3, a_format(CLOSING)), c.Join()),
    Code.FULL: (lambda: Table(8), c.Join()),
    Code.HAS_THE_ROLE: (Table, c.Remove(seat=1, target=1)),
    Code.IN_SILENCE: (lambda: _after(Table(), c.HoldSilence(seat=1)), c.Receive(seat=1)),
    Code.NOT_A_SEAT: (Table, c.HandOver(seat=1, to=9)),
    Code.NOT_AGREED: (_volunteers_with_a_late_comer, c.Receive(seat=4)),
    Code.NOT_ASKED: (Table, c.TakeRole(seat=2)),
    Code.NOT_FACILITATOR: (Table, c.Next(seat=2)),
    Code.NOT_HARVESTING: (Table, c.OfferSpark(seat=1)),
    Code.NOT_IN_ROUND: (lambda: Table(3, a_format(CLOSING)), c.Receive(seat=1)),
    Code.NOT_PAUSED: (Table, c.Resume(seat=1)),
    Code.NOT_SEATED: (Table, c.Receive(seat=9)),
    Code.NOT_SPEAKING: (Table, c.Done(seat=1)),
    Code.NOT_STARTED: (lambda: Table(begun=False), c.Receive(seat=1)),
    Code.NOT_YOUR_TURN: (Table, c.Receive(seat=2)),
    Code.NO_MORE_TIME: (
        lambda: _after(
            Table(),
            c.Pass(seat=1),
            c.Receive(seat=2),
            c.Extend(seat=1, seconds=60),
            c.Extend(seat=1, seconds=60),
        ),
        c.Extend(seat=2, seconds=60),
    ),
    Code.NO_PROMPT_STAGE: (
        lambda: Table(3, a_format(HARVEST)),
        c.SetPrompt(seat=1, prompt=Prompt(id="x")),
    ),
    Code.ORDER_MISMATCH: (Table, c.Reorder(seat=1, order=(1, 2))),
    Code.OVER: (lambda: _after(Table(), c.End(seat=1)), c.Join()),
    Code.PAUSED: (lambda: _after(Table(), c.Pause(seat=1)), c.Receive(seat=1)),
    Code.REMOVED: (lambda: _after(Table(), c.Remove(seat=1, target=2)), c.Receive(seat=2)),
    Code.STALE: (Table, c.Receive(seat=1, seen=0)),
    Code.TOO_FEW: (lambda: Table(2, begun=False), c.Begin(seat=1)),
}


@pytest.mark.parametrize("code", CASES)
def test_this_can_be_the_answer(code: Code) -> None:
    table, asked = CASES[code]
    assert table().no(asked) is code


def test_no_code_is_left_out() -> None:
    assert {code.value for code in Code} - {code.value for code in CASES} <= NOBODY_SAYS
