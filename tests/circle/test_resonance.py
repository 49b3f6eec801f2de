"""Gestures towards a story."""

from __future__ import annotations

from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Gesture
from bot.circle.refusals import Code
from bot.store import codec

from .table import CHECK_IN, CLOSING, REFLECTION, STORIES, Table, a_format

HEARD, ME_TOO, HOPE = Gesture


def _stories(seats: int = 4, **others: Any) -> Table:
    return Table(seats, a_format(STORIES, REFLECTION, CLOSING, **others))


def _gesture(table: Table, seat: int, teller: int, gesture: Gesture = HEARD) -> c.Resonate:
    (story,) = (s for s in table.state.stories if s.seat == teller)
    return c.Resonate(seat=seat, gesture=gesture, seen=story.opened)


def _gathered(table: Table) -> list[e.ResonanceGathered]:
    """The sums that say something."""
    found = [event for event in table.history if isinstance(event, e.ResonanceGathered)]
    return [event for event in found if event.heard or event.me_too or event.hope]


def _over(table: Table) -> None:
    """Everything that follows the stories takes its time."""
    while not table.over:
        table.tick()


def _leaves_stage(table: Table) -> None:
    """The stage that follows the stories, or any other without a piece, comes to its end."""
    table.tick()


def test_a_teller_is_told_the_sums_when_the_stage_after_ends_and_no_trace_is_left() -> None:
    table = Table(5, a_format(STORIES, REFLECTION, CLOSING))
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(c.Done(seat=1))
    table.breath()
    for seat, gesture in ((3, HEARD), (4, HOPE), (2, ME_TOO), (3, ME_TOO)):
        table.do(_gesture(table, seat, 1, gesture))
    table.shares(2, 3, 4)
    assert _gathered(table) == []
    table.shares(5)
    table.do(_gesture(table, 1, 5, ME_TOO))
    assert _gathered(table) == [], "whoever told last has as much time to be answered"
    _leaves_stage(table)
    told_first, told_last = _gathered(table)
    assert told_first == e.ResonanceGathered(1, 1, heard=2, me_too=2, hope=1)
    assert told_last == e.ResonanceGathered(5, 5, heard=0, me_too=1, hope=0)
    assert table.state.stories == ()
    table.do(c.ForgetEcho(turn=1))
    assert table.do(c.ForgetEcho(turn=1)) == ()
    assert [echo.turn for echo in table.state.echoes] == [2, 3, 4, 5]
    for turn in (2, 3, 4, 5):
        table.do(c.ForgetEcho(turn=turn))
    assert "gesture" not in codec.dump(table.state, None)
    assert "heard" not in codec.dump(table.state, None)


def test_each_gesture_counts_once_for_each_listener_and_again_is_no_error() -> None:
    table = _stories()
    table.receive(1)
    assert table.do(_gesture(table, 2, 1))
    assert table.do(_gesture(table, 2, 1)) == ()
    assert table.do(_gesture(table, 2, 1, HOPE))
    table.shares(1, 2, 3, 4)
    _over(table)
    assert _gathered(table) == [e.ResonanceGathered(1, 1, heard=1, me_too=0, hope=1)]


def test_what_was_sent_can_be_taken_back_until_the_teller_is_told() -> None:
    table = Table(4, a_format(STORIES, REFLECTION, CLOSING))
    table.shares(1)
    untouched = table.state.stories
    back = c.TakeBack(seat=2, seen=untouched[0].opened)
    assert table.do(back) == (), "nothing was sent"
    for gesture in (HEARD, HOPE):
        table.do(_gesture(table, 2, 1, gesture))
    table.do(_gesture(table, 3, 1, HOPE))
    assert table.do(back) == (e.TakenBack(1, 2),)
    assert table.do(back) == (), "again is no error"
    table.do(c.TakeBack(seat=3, seen=untouched[0].opened))
    assert table.state.stories == untouched, "it leaves no trace"
    table.do(_gesture(table, 2, 1, ME_TOO))
    table.shares(2, 3, 4)
    _leaves_stage(table)
    assert _gathered(table) == [e.ResonanceGathered(1, 1, heard=0, me_too=1, hope=0)]
    assert table.no(back) == Code.MOMENT_PASSED


def test_with_fewer_than_three_listening_it_is_let_go_of_silently() -> None:
    table = _stories(3)
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(_gesture(table, 3, 1))
    table.shares(1, 2, 3)
    _over(table)
    assert _gathered(table) == []
    assert table.state.stories == ()


def test_who_is_away_when_the_story_ends_was_not_listening() -> None:
    table = _stories(4)
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.drops(4)
    table.shares(1, 2, 3)
    table.returns(4)
    table.shares(4)
    _over(table)
    assert _gathered(table) == []


def test_a_teller_does_not_answer_their_own_story() -> None:
    table = _stories()
    table.receive(1)
    assert table.no(_gesture(table, 1, 1)) == Code.OWN_STORY


def test_after_the_stage_that_follows_the_moment_has_passed() -> None:
    table = Table(4, a_format(STORIES, REFLECTION, CLOSING))
    table.receive(1)
    late = _gesture(table, 2, 1)
    table.shares(1, 2, 3, 4)
    _leaves_stage(table)
    assert table.no(late) == Code.MOMENT_PASSED


def test_a_second_round_of_stories_leaves_those_of_the_first_one_until_it_ends() -> None:
    table = Table(4, a_format(STORIES, STORIES, REFLECTION, CLOSING))
    table.shares(1, 2, 3, 4)
    first = [story for story in table.state.stories if story.seat == 4]
    table.receive(1)
    table.do(c.Resonate(seat=1, gesture=HOPE, seen=first[0].opened))
    table.shares(1, 2, 3, 4)
    assert _gathered(table) == [e.ResonanceGathered(4, 4, heard=0, me_too=0, hope=1)]
    assert [story.seat for story in table.state.stories] == [1, 2, 3, 4]
    table.do(_gesture(table, 1, 2))
    _leaves_stage(table)
    assert _gathered(table)[1:] == [e.ResonanceGathered(2, 6, heard=1, me_too=0, hope=0)]


def test_a_press_whose_story_cannot_be_told_is_from_an_older_card() -> None:
    table = _stories()
    table.shares(1)
    assert table.no(c.Resonate(seat=2, gesture=HEARD, seen=table.state.version)) == Code.STALE
    assert table.no(c.Resonate(seat=2, gesture=HEARD)) == Code.STALE


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet])
def test_a_turn_that_was_begun_and_passed_on_is_no_story(verb: type[c.Command]) -> None:
    table = _stories()
    table.receive(1)
    table.do(_gesture(table, 2, 1))
    table.do(verb(seat=1, seen=table.state.version))
    assert table.state.stories == ()


def test_that_sums_are_gathered_does_not_tell_whether_there_were_gestures() -> None:
    """An event leads to a delivery, and that lies in the database."""

    def played(*gestures: tuple[int, Gesture]) -> list[tuple[type[e.Event], Any]]:
        table = _stories(5)
        table.receive(1)
        for seat, gesture in gestures:
            table.do(_gesture(table, seat, 1, gesture))
        table.shares(1, 2, 3, 4, 5)
        _over(table)
        made = (e.Resonated,)
        return [
            (type(event), getattr(event, "seat", None))
            for event in table.history
            if not isinstance(event, made)
        ]

    assert played() == played((2, HEARD)) == played((2, HEARD), (3, HOPE), (4, ME_TOO))


def test_a_removed_teller_is_told_nothing() -> None:
    table = _stories(5)
    table.shares(1)
    table.receive(2)
    table.do(_gesture(table, 3, 2))
    table.do(c.Remove(seat=1, target=2))
    table.breath()
    table.shares(3, 4, 5)
    _over(table)
    assert _gathered(table) == []


def test_a_circle_that_is_ended_in_mid_round_tells_those_who_have_told() -> None:
    table = _stories()
    table.shares(1)
    table.do(_gesture(table, 2, 1))
    table.receive(2)
    table.do(_gesture(table, 1, 2))
    table.do(c.End(seat=1))
    assert table.state.stories == table.state.echoes == ()
    assert _gathered(table) == [e.ResonanceGathered(1, 1, heard=1, me_too=0, hope=0)]


def test_other_rounds_have_no_gestures() -> None:
    table = Table(4, a_format(CHECK_IN, CLOSING))
    table.receive(1)
    assert table.state.stories == ()
    assert table.no(c.Resonate(seat=2, gesture=HEARD, seen=table.state.version)) == Code.MOMENT_PASSED


def test_whoever_takes_the_piece_from_the_middle_can_be_answered() -> None:
    table = _stories(4, order=SpeakingOrder.VOLUNTEER)
    table.receive(3)
    table.do(_gesture(table, 1, 3))
    table.shares(3, 1, 2, 4)
    _over(table)
    assert [(g.seat, g.heard) for g in _gathered(table)] == [(3, 1)]
