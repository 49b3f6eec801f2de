"""Holds: pauses, silences, a speaker who dropped out, an outage. Each gives back the time it took."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder
from bot.circle.model import EndReason, HoldReason, Outcome, Phase
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, REFLECTION, STORIES, Table, a_format


def _telling() -> Table:
    """Seat 2 has been speaking for 30 of 180 seconds."""
    table = Table(4, a_format(STORIES, CLOSING))
    table.shares(1)
    table.receive(2)
    table.advance(30)
    return table


# Pauses


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


def test_nobody_is_named_in_a_pause_or_a_silence() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.receive(1)
    table.do(c.Done(seat=1))
    table.advance(10)
    table.do(c.HoldSilence(seat=1))
    assert table.no(c.Nominate(seat=1, to=3)) == Code.IN_SILENCE
    table.do(c.Pause(seat=1))
    assert table.no(c.Nominate(seat=1, to=3)) == Code.PAUSED
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left) == ("nomination", 20)
    table.do(c.Nominate(seat=1, to=3))


# Silences


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


def test_next_ends_a_silence() -> None:
    table = _telling()
    table.do(c.HoldSilence(seat=1))
    table.do(c.Next(seat=1))
    assert table.outcomes(2) == [Outcome.SHARED]
    assert not table.state.holds


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


# A speaker who drops out


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


def test_next_while_the_speaker_is_away_does_not_cost_them_their_turn() -> None:
    table = _telling()
    table.drops(2)
    table.do(c.Next(seat=1))
    assert table.outcomes(2) == [Outcome.DEFERRED]


def test_an_absent_speaker_is_given_no_time_and_the_clock_stays_held() -> None:
    table = _telling()
    table.drops(2)
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_SPEAKING
    table.advance(30)
    table.returns(2)
    assert (table.left, table.turn_left) == (90, 150)


# A hold within a hold


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


# An outage of the bot itself


@pytest.mark.parametrize("gap_s", [0.000001, 61, 100_000])
def test_an_outage_is_given_back(gap_s: float) -> None:
    table = _telling()
    since = table.now
    table.wait(gap_s)
    table.do(c.GiveBack(since=since))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_an_outage_within_a_pause_within_an_absence_is_given_back() -> None:
    table = _telling()
    table.drops(2)
    table.advance(20)
    table.do(c.Pause(seat=1))
    table.advance(100)
    since = table.now
    table.wait(5000)
    table.do(c.GiveBack(since=since))
    assert table.left == 800
    table.returns(2)
    table.do(c.Resume(seat=1))
    assert (table.waits_for, table.left, table.turn_left) == ("warning", 90, 150)


def test_an_outage_while_gathering_is_given_back() -> None:
    table = Table(2, a_format(CHECK_IN), begun=False)
    since = table.now
    table.wait(10_000)
    table.do(c.GiveBack(since=since))
    assert table.left == 3600


def test_no_time_is_given_back_for_an_outage_that_was_none() -> None:
    table = _telling()
    assert table.do(c.GiveBack(since=table.now)) == ()
    assert table.do(c.GiveBack(since=table.now + timedelta(seconds=5))) == ()


def test_a_tick_that_comes_late_does_one_thing_and_gives_full_time_for_the_next() -> None:
    table = _telling()
    table.wait(5000)
    table.do(c.Tick())
    assert (table.waits_for, table.left) == ("grace", 60)


def test_a_tick_that_comes_early_does_nothing() -> None:
    table = _telling()
    assert table.do(c.Tick()) == ()


# What cannot be shown


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
