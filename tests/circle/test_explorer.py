"""Every property, in every state that can be reached: three seats, two rounds.

The whole space does not fit in any run (who sits, who is here, who agreed, what is held, and what has been told
multiply), so it is taken in parts, each exhaustive in what it is about:

- by default, in a few seconds: `everything`, that is all commands (some 500 in a state) from everyone, in one state of
  every kind a session can be in, which also holds the table of commands against the rules; and a few commands deep
  into each of `PARTS`;
- `EXPLORE=deep pytest tests/circle/test_explorer.py -s`, some ten minutes: all commands twice in a row from a state of
  every kind (10,810 states, 542,974 transitions), and each part to its end, "closed", where it has one, or to the
  depth that `PARTS` says. The piece itself, three seats and two whole rounds, is closed in every order and under every
  pass policy: 3,486 states and 94,122 transitions in the default format. Closed too: stopping (5,664; 40,584), coming
  and going (45,143; 381,761) and agreeing. From every one of these states the clock alone reaches the end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from bot.circle import commands as c
from bot.circle.commands import TABLE, Heard
from bot.circle.formats import NotePolicy, PassPolicy, SpeakingOrder
from bot.circle.model import ContentNote, Gesture, Moment, Question

from . import explorer as x
from .planned import Date
from .table import AGREEMENTS, ANNOUNCE, CHECK_IN, CLOSING, HARVEST, REFLECTION, STORIES, Table, a_format

DEEP = os.environ.get("EXPLORE") == "deep"
CLOSED = 1000
"""So deep that nothing is left."""

ONE_DATE = a_format(AGREEMENTS, STORIES, CLOSING, minimum=3, capacity=4)
FULL = a_format(CHECK_IN, CLOSING, minimum=3, capacity=4)
ONE_ROUND = a_format(CHECK_IN, CLOSING)
STORIES_NOTED = a_format(STORIES, CLOSING, content_notes=NotePolicy.REQUIRED)
WITH_AGREEMENTS = a_format(AGREEMENTS, CHECK_IN, CLOSING)


def _three(order: SpeakingOrder = SpeakingOrder.ROUND, policy: PassPolicy = PassPolicy.COME_BACK) -> Table:
    return Table(3, a_format(order=order, pass_policy=policy), helpers=(2,))


def _say(what: str, report: x.Report) -> None:
    sys.stdout.write(f"\n  {what}: {report}")


# One state of every kind, and everything in it


def _gathering() -> Table:
    table = Table(3, WITH_AGREEMENTS, begun=False)
    table.do(c.Write(seat=3))
    return table


def _practising() -> Table:
    return Table(2, a_format(HARVEST, CHECK_IN, CLOSING), practice=True, begun=False)


def _announcing() -> Table:
    table = Table(3, a_format(ANNOUNCE, CHECK_IN, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    return table


def _agreeing() -> Table:
    table = _gathering()
    table.do(c.Begin(seat=1))
    table.do(c.Agree(seat=2))
    table.do(c.Listen(seat=3))
    return table


def _asked_again() -> Table:
    table = _three()
    table.tick()
    return table


def _speaking() -> Table:
    table = _three()
    table.receive(1)
    return table


def _time_is_up() -> Table:
    table = _speaking()
    table.tick()
    table.tick()
    table.do(c.Extend(seat=1, seconds=60))
    table.tick()
    table.tick()
    return table


def _breathing() -> Table:
    table = _speaking()
    table.do(c.Done(seat=1))
    return table


def _coming_back() -> Table:
    table = _three()
    table.not_yet(1)
    table.passes(2)
    table.shares(3)
    return table


def _waiting_for_the_last() -> Table:
    table = _three()
    table.shares(1, 2)
    table.do(c.NotYet(seat=3))
    assert table.waits_for == "long_breath"
    return table


def _paused() -> Table:
    table = _speaking()
    table.do(c.Pause(seat=1))
    return table


def _silent() -> Table:
    table = _speaking()
    table.do(c.HoldSilence(seat=1))
    return table


def _speaker_away() -> Table:
    table = _three()
    table.shares(1)
    table.receive(2)
    table.drops(2)
    return table


def _silent_and_away() -> Table:
    table = _speaker_away()
    table.do(c.HoldSilence(seat=1))
    return table


def _nobody_holds_the_circle() -> Table:
    table = _three()
    table.shares(1)
    table.do(c.Pass(seat=2))
    table.drops(1, 2)
    table.do(c.Pass(seat=3))
    return table


def _nobody_is_here() -> Table:
    table = _three()
    table.drops(2, 3)
    table.passes(1, 1)
    return table


def _stands_in() -> Table:
    table = _three()
    table.drops(1)
    table.do(c.TakeRole(seat=2, may_facilitate=True))
    return table


def _somebody_left() -> Table:
    table = _three()
    table.shares(1)
    table.do(c.Leave(seat=2))
    return table


def _somebody_was_removed() -> Table:
    table = _three()
    table.do(c.Remove(seat=1, target=3))
    table.passes(1)
    return table


def _in_the_middle() -> Table:
    table = _three(SpeakingOrder.VOLUNTEER)
    table.passes(2)
    return table


def _choosing() -> Table:
    table = _three(SpeakingOrder.NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    return table


def _choosing_in_a_pause() -> Table:
    table = _choosing()
    table.do(c.Pause(seat=1))
    return table


def _reflecting() -> Table:
    return Table(3, a_format(REFLECTION, CLOSING))


def _arriving() -> Table:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING, scale=True), begun=False)
    table.do(c.Begin(seat=1))
    table.do(c.Feel(seat=2, level=4))
    return table


def _asked_for_a_note() -> Table:
    table = Table(3, STORIES_NOTED)
    table.receive(1)
    return table


def _noted() -> Table:
    table = _asked_for_a_note()
    table.do(c.GiveNotes(seat=1, notes=(ContentNote.LOSS,)))
    return table


def _story_told() -> Table:
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    return table


def _answering_after_the_round() -> Table:
    table = Table(4, a_format(STORIES, HARVEST, CLOSING, scale=True))
    table.shares(1, 2, 3, 4)
    assert table.state.stories
    return table


def _answered() -> Table:
    table = _answering_after_the_round()
    table.do(c.Resonate(seat=2, gesture=Gesture.HOPE, seen=table.state.stories[0].opened))
    return table


def _told_of_gestures() -> Table:
    table = _answering_after_the_round()
    table.tick()
    assert table.state.echoes
    return table


def _leaving() -> Table:
    return Table(3, a_format(CLOSING, scale=True))


def _cannot_be_seen() -> Table:
    table = Table(3, ONE_ROUND, begun=False)
    table.do(c.StandStill())
    return table


def _planned() -> Table:
    table = Date(6, ONE_DATE)
    table.do(c.StepOut(seat=3))
    table.do(c.Leave(seat=2))
    table.do(c.Write(seat=1))
    return table


def _live_and_cannot_be_seen() -> Table:
    table = _three()
    table.do(c.StandStill())
    return table


def _called_off() -> Table:
    table = _planned()
    table.do(c.CallOff(steward=True))
    return table


def _doors_are_open() -> Table:
    table = Date(4, ONE_DATE)
    table.until_start(1)
    table.do(c.StepOut(seat=3))
    return table


def _of_a_series() -> Table:
    """A meeting of a closed series: everyone has a seat, somebody waits, and one cannot come this time."""
    table = Date.of_series(FULL, sitting=4)
    table.do(c.StepOut(seat=3))
    return table


def _doors_of_a_series() -> Table:
    table = Date.of_series(FULL, sitting=4)
    table.do(c.StepOut(seat=3))
    table.until_start(-300)
    return table


def _asked(at: Callable[[], Table]) -> Callable[[], Table]:
    """The same, with a question that somebody was asked and has not answered."""

    def asked() -> Table:
        table = at()
        table.do(c.AskOptional(seat=1, moment=Moment.ARRIVED, on_offer=frozenset({Question.NEW})))
        return table

    return asked


def _waits_outside() -> Table:
    table = Table(3, WITH_AGREEMENTS)
    table.joins(may_facilitate=True)
    return table


def _over() -> Table:
    table = _three()
    table.do(c.End(seat=1))
    return table


MOMENTS: tuple[Callable[[], Table], ...] = (
    *(
        _gathering,
        _practising,
        _announcing,
        _agreeing,
        _three,
        _asked_again,
        _speaking,
        _time_is_up,
        _breathing,
    ),
    *(
        _coming_back,
        _waiting_for_the_last,
        _paused,
        _silent,
        _speaker_away,
        _silent_and_away,
        _nobody_holds_the_circle,
    ),
    *(_nobody_is_here, _stands_in, _somebody_left, _somebody_was_removed, _in_the_middle, _choosing),
    *(_choosing_in_a_pause, _reflecting, _over, _arriving, _asked_for_a_note, _noted, _story_told),
    *(
        _answering_after_the_round,
        _answered,
        _told_of_gestures,
        _leaving,
        _cannot_be_seen,
        _waits_outside,
        _live_and_cannot_be_seen,
        _planned,
        _called_off,
        _doors_are_open,
        _of_a_series,
        _doors_of_a_series,
    ),
    *map(_asked, (_planned, _called_off, _doors_are_open, _three)),
)


def test_everything_in_every_kind_of_state() -> None:
    """Deep: two commands from each of these states; otherwise one."""
    found = x.Report()
    for moment in MOMENTS:
        table = moment()
        report = x.explore(table.state, table.now, x.everything, depth=2 if DEEP else 1, thorough=DEEP)
        found.add(report)
        if DEEP:
            _say(moment.__name__, report)
    _say("everything", found)
    assert found.states > 500
    assert found.transitions > 5_000
    assert len(found.refused) >= 30
    rows = [(row.command, when, answer) for row in TABLE.values() for when, answer in row.answers.items()]
    heard = {(command, when) for command, when, answer in rows if answer is Heard.YES}
    assert found.granted == heard, "the table says yes where no rule does anything, or the other way round"


def test_every_command_is_asked_in_every_kind_of_state() -> None:
    for start in (_planned, _called_off, _doors_are_open, _three, _over):
        asked = {type(command) for command in x.everything(start().state)} | {c.Tick}
        assert set(TABLE) - asked <= {c.Nominate}, start.__name__


# Each part of a session


PARTS: dict[str, tuple[Callable[[], Table], x.Alphabet, int, int]] = {
    "the piece": (_three, x.turns, 4, CLOSED),
    "stopping": (lambda: Table(3, ONE_ROUND), x.both(x.telling, x.stopping), 4, CLOSED),
    "coming and going": (lambda: Table(3, ONE_ROUND), x.both(x.telling, x.coming_and_going), 3, CLOSED),
    "agreeing": (_gathering, x.both(x.agreeing, x.telling), 4, CLOSED),
    "holding the circle": (_three, x.both(x.telling, x.holding_the_circle), 3, 8),
    "taking seats": (_three, x.both(x.sharing, x.taking_seats), 2, 6),
    "stepping out": (_three, x.both(x.sharing, x.coming_and_going), 3, 6),
    "stories": (lambda: Table(4, STORIES_NOTED), x.both(x.telling, x.answering_stories), 4, 6),
    "going unseen": (_three, x.both(x.telling, x.going_unseen), 3, 6),
    "writing": (
        lambda: Table(3, a_format(CHECK_IN, CLOSING, written_factor=1.5)),
        x.both(x.telling, x.writing, x.stopping, x.extending),
        3,
        6,
    ),
    "quieting": (
        lambda: Table(3, ONE_ROUND),
        x.both(x.telling, x.quieting, x.coming_and_going, x.stopping),
        3,
        5,
    ),
    "a closed series": (
        lambda: Date.of_series(FULL, sitting=4),
        x.both(x.before_the_date, x.coming_and_going, x.telling),
        3,
        5,
    ),
    "more time": (_three, x.both(x.telling, x.extending, x.stopping), 3, 8),
}
"""Where each part starts, what is asked, and how many commands deep: by default, and when going deep."""


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_session(part: str) -> None:
    start, alphabet, depth, deep = PARTS[part]
    table = start()
    report = x.explore(table.state, table.now, alphabet, depth=deep if DEEP else depth)
    _say(part, report)
    assert report.states > 25
    assert report.transitions > 100
    assert report.longest_wait >= 3
    if DEEP:
        assert report.closed == (deep == CLOSED)


RULES = [(order, policy) for order in SpeakingOrder for policy in PassPolicy]
SOME_RULES = [
    (order, policy)
    for order, policy in RULES
    if order is SpeakingOrder.ROUND or policy is PassPolicy.COME_BACK
]


@pytest.mark.parametrize(("order", "policy"), RULES if DEEP else SOME_RULES)
def test_the_piece_in_every_order_and_with_every_pass_policy(
    order: SpeakingOrder, policy: PassPolicy
) -> None:
    """Deep: closed, two whole rounds; otherwise two commands, the order or the policy being the usual one."""
    table = _three(order, policy)
    report = x.explore(table.state, table.now, x.turns, depth=CLOSED if DEEP else 2)
    _say(f"{order}, {policy}", report)
    assert report.states > 10
    assert report.closed or not DEEP
