"""Holds: pauses, silences, a speaker who dropped out. Each gives back the time it took."""

from __future__ import annotations

from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle.holds import BETWEEN_S, pause_timer
from bot.circle.model import HoldReason
from bot.circle.refusals import Code

from .table import CLOSING, REFLECTION, STORIES, Table, a_format


def _stories(seats: int = 4, **others: Any) -> Table:
    return Table(seats, a_format(STORIES, REFLECTION, CLOSING, **others))


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


def test_anyone_may_ask_for_a_pause_and_it_ends_by_itself() -> None:
    table = _stories()
    table.receive(1)
    left = table.turn_left
    said = table.do(c.AskForPause(seat=3))
    assert not any(getattr(event, "seat", None) == 3 for event in said), "it was said who asked"
    assert (table.waits_for, table.left) == ("rest", 180)
    table.tick()
    assert table.turn_left == left


def test_a_pause_is_not_asked_for_again_within_some_minutes() -> None:
    table = _stories()
    table.do(c.AskForPause(seat=3))
    assert table.do(c.AskForPause(seat=2)) == (), "it is there already"
    table.do(c.Resume(seat=1))
    assert table.no(c.AskForPause(seat=2)) == Code.JUST_RESTED
    table.wait(BETWEEN_S + 179)
    assert table.no(c.AskForPause(seat=2)) == Code.JUST_RESTED
    table.wait(2)
    table.do(c.AskForPause(seat=2))


def test_a_pause_of_the_facilitator_takes_the_place_of_one_that_was_asked_for() -> None:
    table = _telling()
    table.do(c.AskForPause(seat=3))
    table.advance(60)
    table.do(c.Pause(seat=1))
    assert (table.waits_for, table.left) == ("pause", 900)
    assert table.do(c.Pause(seat=1)) == ()
    assert table.do(c.AskForPause(seat=3)) == (), "and is not made shorter by asking"
    table.tick()
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_pause_that_is_asked_for_takes_the_place_of_a_silence_and_says_when_it_ends() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.do(c.AskForPause(seat=3))
    assert not table.state.held(HoldReason.SILENCE)
    table.do(c.StandStill())
    assert table.waits_for == "unseen"
    ends = pause_timer(table.state)
    assert ends is not None
    assert (ends.kind, (ends.due - table.now).total_seconds()) == ("rest", 180)
    table.do(c.Resume(seat=1))
    assert pause_timer(table.state) is None


def test_whoever_stepped_out_may_ask_for_a_pause_from_outside() -> None:
    table = _stories()
    table.do(c.StepOut(seat=3))
    table.do(c.AskForPause(seat=3))
    assert table.state.seat(3).presence == "absent"  # type: ignore[union-attr]


def test_somebody_without_a_seat_does_not_stop_the_circle() -> None:
    table = _stories()
    assert table.no(c.AskForPause(steward=True)) == Code.NOT_SEATED


@pytest.mark.parametrize("gap_s", [1, 299.5, 899])
def test_a_pause_gives_back_the_time_of_the_turn_and_of_the_clock(gap_s: float) -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.advance(gap_s)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_pause_gives_back_the_time_of_an_offer_and_of_a_stage() -> None:
    for table, left in ((Table(3), 60), (Table(3, a_format(REFLECTION, CLOSING)), 600)):
        table.advance(10)
        table.do(c.Pause(seat=1))
        table.advance(500)
        table.do(c.Resume(seat=1))
        assert table.left == left - 10


def test_a_pause_ends_by_itself() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    assert (table.waits_for, table.left) == ("pause", 900)
    table.tick()
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_nothing_moves_in_a_pause() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    for verb in (c.Done, c.Pass, c.NotYet, c.Receive):
        assert table.no(verb(seat=2)) == Code.PAUSED
    assert table.no(c.Next(seat=1)) == Code.PAUSED
    assert table.no(c.HoldSilence(seat=1)) == Code.PAUSED
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.PAUSED


def test_only_a_facilitator_pauses_and_resumes() -> None:
    table = _telling()
    assert table.no(c.Pause(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.Pause(seat=1))
    assert table.no(c.Resume(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.Resume(steward=True))
    assert table.no(c.Resume(seat=1)) == Code.NOT_PAUSED


def test_a_speaker_who_leaves_in_a_pause_takes_nothing_with_them() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.do(c.Leave(seat=2))
    assert table.waits_for == "pause"
    table.do(c.Resume(seat=1))
    assert table.offered == 3


def test_seats_and_orders_can_be_seen_to_in_a_pause() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.do(c.Remove(seat=1, target=4))
    table.do(c.Reorder(seat=1, order=(3, 2, 1)))
    new = table.joins()
    table.do(c.HandOver(seat=1, to=new))
    assert table.waits_for == "pause"


def test_a_silence_ends_by_itself_and_costs_the_speaker_nothing() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    assert (table.waits_for, table.left) == ("silence", 60)
    assert table.no(c.Done(seat=2)) == Code.IN_SILENCE
    table.tick()
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_silence_can_be_ended_early() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.advance(20)
    table.do(c.Resume(seat=1))
    assert (table.left, table.turn_left) == (90, 150)


def test_a_pause_takes_the_place_of_a_silence() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.advance(20)
    table.do(c.Pause(seat=1))
    table.advance(300)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_one_more_minute_in_a_silence_gives_the_silence_back_too() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.advance(40)
    table.do(c.Extend(seat=1, seconds=60))
    assert table.turn_left == 150 + 60


def test_a_speaker_who_drops_out_and_returns_has_all_their_time() -> None:
    table = _telling()
    table.drops(2)
    assert (table.waits_for, table.left) == ("away", 90)
    table.advance(80)
    table.returns(2)
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_speaker_who_does_something_has_returned() -> None:
    table = _telling()
    table.drops(2)
    table.advance(10)
    table.do(c.Extend(seat=2, seconds=60))
    assert table.turn_left == 210
    assert table.state.seat(2).presence == "present"  # type: ignore[union-attr]


def test_a_speaker_who_stays_away_is_come_back_to_at_the_end() -> None:
    table = _telling()
    table.drops(2)
    table.tick()
    table.breath()
    table.shares(3)
    table.returns(2)
    table.shares(4)
    assert table.offered == 2


def test_a_speaker_who_steps_out_is_waited_for_like_one_who_dropped() -> None:
    table = _telling()
    table.do(c.StepOut(seat=2))
    assert table.waits_for == "away"
    table.do(c.ComeBack(seat=2))
    assert table.turn_left == 150


def test_an_absent_speaker_is_given_no_time_and_the_clock_stays_held() -> None:
    table = _telling()
    table.drops(2)
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_SPEAKING
    table.advance(30)
    table.returns(2)
    assert (table.left, table.turn_left) == (90, 150)


def test_a_speaker_who_drops_out_and_returns_within_a_pause_has_all_their_time() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.advance(10)
    table.drops(2)
    table.advance(10)
    table.returns(2)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_pause_while_the_speaker_is_away_stops_the_wait_as_well() -> None:
    table = _telling()
    table.drops(2)
    table.advance(20)
    table.do(c.Pause(seat=1))
    table.advance(500)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left) == ("away", 70)
    table.returns(2)
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_speaker_who_returns_during_a_pause_that_came_after_goes_on_when_it_ends() -> None:
    table = _telling()
    table.drops(2)
    table.advance(20)
    table.do(c.Pause(seat=1))
    table.advance(100)
    table.returns(2)
    assert table.waits_for == "pause"
    table.advance(100)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_a_speaker_still_away_after_a_pause_is_waited_for_from_then() -> None:
    table = _telling()
    table.do(c.Pause(seat=1))
    table.drops(2)
    table.advance(300)
    assert table.waits_for == "pause"
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left) == ("away", 90)
