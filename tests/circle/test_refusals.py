"""Every coded "no" can be heard, and none of them changes anything (`Table.no` sees to that)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.circle import commands as c
from bot.circle.agreed_lines import MOST_LINES
from bot.circle.formats import LateComers, NotePolicy, SpeakingOrder
from bot.circle.model import ContentNote, Gesture, Prompt
from bot.circle.refusals import Code

from .planned import Date
from .table import AGREEMENTS, CHECK_IN, CLOSING, HARVEST, NOON, STORIES, Table, a_format


def _after(table: Table, *commands: c.Command) -> Table:
    for command in commands:
        table.do(command)
    return table


def _volunteers_with_a_late_comer() -> Table:
    volunteers = a_format(AGREEMENTS, CHECK_IN, order=SpeakingOrder.VOLUNTEER, late_comers=LateComers.AT_ONCE)
    return _after(Table(3, volunteers), c.Join())


def _date(seats: int = 3) -> Callable[[], Table]:
    return lambda: Date(seats)


def _with_open_doors() -> Table:
    table = Date(3)
    table.until_start(-300)
    return table


def _story(notes: NotePolicy = NotePolicy.ASK) -> Table:
    """Seat 1 has told, seat 2 is telling."""
    table = Table(4, a_format(STORIES, CLOSING, content_notes=notes))
    table.shares(1)
    table.receive(2)
    return table


def _story_that_few_heard() -> Table:
    table = Table(4, a_format(STORIES, CLOSING))
    table.do(c.StepOut(seat=4))
    table.shares(1)
    return table


def _agreeing() -> Table:
    return _after(Table(3, a_format(AGREEMENTS, CHECK_IN), begun=False), c.Begin(seat=1))


def _late_comer() -> Table:
    table = Table(4, a_format(AGREEMENTS, STORIES, CLOSING))
    table.do(c.Join())
    table.receive(1)
    return table


CASES: dict[Code, tuple[Callable[[], Table], c.Command | Callable[[Table], c.Command]]] = {
    Code.AGREE_FIRST: (
        _late_comer,
        lambda t: c.Resonate(seat=5, gesture=Gesture.HEARD, seen=t.state.stories[0].opened),
    ),
    Code.FEW_LISTENED: (
        _story_that_few_heard,
        lambda t: c.Resonate(seat=2, gesture=Gesture.HEARD, seen=t.state.stories[0].opened),
    ),
    Code.JUST_RESTED: (
        lambda: _after(Table(), c.AskForPause(seat=2), c.Resume(seat=1)),
        c.AskForPause(seat=3),
    ),
    Code.LINE_ADDED: (
        lambda: _after(_agreeing(), c.AddLine(seat=1, line="We laugh.")),
        c.Agree(seat=2, seen=0),
    ),
    Code.MANY_LINES: (
        lambda: _after(_agreeing(), *(c.AddLine(seat=1, line=f"Line {n}.") for n in range(MOST_LINES - 1))),
        c.AddLine(seat=1, line="One too many."),
    ),
    Code.NOT_AGREEING: (
        lambda: Table(3, a_format(AGREEMENTS, CHECK_IN)),
        c.AddLine(seat=1, line="We laugh."),
    ),
    Code.MOMENT_PASSED: (Table, c.Resonate(seat=2, gesture=Gesture.HEARD, seen=1)),
    Code.NO_NOTE: (lambda: _story(NotePolicy.OFF), c.GiveNotes(seat=2)),
    Code.OWN_STORY: (
        _story,
        lambda t: c.Resonate(seat=1, gesture=Gesture.HOPE, seen=t.state.stories[0].opened),
    ),
    Code.TIME_STANDS: (
        lambda: _after(_story(), c.GiveNotes(seat=2, notes=(ContentNote.LOSS,))),
        c.Extend(seat=2, seconds=60),
    ),
    Code.ALREADY_SEATED: (Table, c.Join(seat=2)),
    Code.ALREADY_STARTED: (Table, c.Refit(seat=1, format=a_format(CLOSING))),
    Code.ALREADY_WAITING: (_date(5), c.Join(seat=5)),
    Code.CALLED_OFF: (lambda: _after(Date(), c.CallOff(steward=True)), c.Join()),
    Code.CLOSING: (lambda: Table(3, a_format(CLOSING)), c.Join()),
    Code.FULL: (lambda: Table(8), c.Join()),
    Code.HAS_THE_PIECE: (lambda: _after(Table(), c.Receive(seat=1)), c.Quiet(seat=1, to=1)),
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
    Code.NOT_RECEIVED: (Table, c.Done(seat=1)),
    Code.NOT_SPEAKING: (Table, c.Extend(seat=1, seconds=60)),
    Code.NOT_STARTED: (lambda: Table(begun=False), c.Receive(seat=1)),
    Code.NOT_YET_OPEN: (_date(), c.Begin(seat=1)),
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
    Code.NO_AGREEMENT: (lambda: Table(3, a_format(AGREEMENTS, CHECK_IN)), c.Recall(seat=1, item=1)),
    Code.NO_ORDER: (lambda: Table(3, a_format(CHECK_IN, CLOSING)), c.PutFirst(seat=1, to=2)),
    Code.NO_PROMPT_STAGE: (
        lambda: Table(3, a_format(HARVEST)),
        c.SetPrompt(seat=1, prompt=Prompt(id="x")),
    ),
    Code.NO_ROOM: (lambda: _after(Table(begun=False), c.StandStill()), c.Begin(seat=1)),
    Code.ORDER_MISMATCH: (Table, c.Reorder(seat=1, order=(1, 2))),
    Code.OVER: (lambda: _after(Table(), c.End(seat=1)), c.Join()),
    Code.PASSED: (_date(), c.Reschedule(steward=True, starts_at=NOON)),
    Code.PAUSED: (lambda: _after(Table(), c.Pause(seat=1)), c.Receive(seat=1)),
    Code.PRACTICE: (lambda: Table(3, a_format(HARVEST), practice=True), c.OfferSpark(seat=1)),
    Code.REMOVED: (lambda: _after(Table(), c.Remove(seat=1, target=2)), c.Receive(seat=2)),
    Code.STALE: (Table, c.Receive(seat=1, seen=0)),
    Code.TOO_FEW: (lambda: Table(2, begun=False), c.Begin(seat=1)),
    Code.FEWER: (lambda: Table(3, a_format(minimum=4), begun=False), c.Begin(seat=1)),
    Code.EARLY: (_with_open_doors, c.Begin(seat=1)),
}


@pytest.mark.parametrize("code", CASES)
def test_this_can_be_the_answer(code: Code) -> None:
    table, asked = CASES[code]
    at = table()
    assert at.no(asked if isinstance(asked, c.Command) else asked(at)) is code


def test_no_code_is_left_out() -> None:
    assert set(Code) == set(CASES)
