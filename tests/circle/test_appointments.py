"""Planned sessions: seats and the waiting list, reminders, the doors, who is asked to begin, moving and calling off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.doors import FAREWELL_S, SPREAD_S
from bot.circle.machine import fold, plan_session
from bot.circle.model import (
    Appointment,
    Call,
    EndReason,
    Phase,
    Place,
    Presence,
    Prompt,
)
from bot.circle.refusals import Code

from .planned import DAY, HOUR, SMALL, Date
from .table import NOON

# Seats and the waiting list


def test_more_than_the_seats_wait_in_the_order_they_came() -> None:
    date = Date(4)
    assert [date.do(c.Join())[0] for _ in range(3)] == [e.SeatQueued(n) for n in (5, 6, 7)]
    assert [seat.number for seat in date.state.waiting_list] == [5, 6, 7]
    assert date.no(c.Join(seat=5)) is Code.ALREADY_WAITING
    assert date.no(c.Join(seat=2)) is Code.ALREADY_SEATED


def test_a_free_seat_is_kept_at_once_for_whoever_waited_longest() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "waiting"}
    date.do(c.Join(seat=5))
    assert date.places()[5] is Place.SEATED


def test_a_kept_seat_that_nobody_takes_goes_to_the_next() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    date.advance(2 * HOUR)
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 6: "kept"}
    date.advance(2 * HOUR)
    assert date.places() == {1: "seated", 3: "seated", 4: "seated"}
    assert date.do(c.Join())[0] == e.SeatTaken(7)


def test_whoever_was_kept_a_seat_may_let_it_go() -> None:
    date = Date(6)
    date.do(c.Leave(seat=2))
    date.do(c.Leave(seat=5))
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 6: "kept"}
    date.do(c.Leave(seat=6))
    assert date.state.free_seats == 1


def test_a_newcomer_does_not_overtake_those_who_wait() -> None:
    date = Date(5)
    date.do(c.Leave(seat=2))
    date.do(c.Join())
    assert date.places() == {1: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "waiting"}


def test_more_seats_are_kept_for_those_who_wait_and_fewer_throw_nobody_out() -> None:
    date = Date(6)
    date.do(c.Refit(steward=True, format=SMALL.adjusted(capacity=6)))
    assert date.places() == {1: "seated", 2: "seated", 3: "seated", 4: "seated", 5: "kept", 6: "kept"}
    date.do(c.Refit(steward=True, format=SMALL.adjusted(capacity=3)))
    assert len(date.state.seated) == 4
    assert date.state.free_seats == 0
    date.do(c.Leave(seat=2))
    date.do(c.Leave(seat=5))
    assert date.do(c.Join()) == (e.SeatQueued(7),), "a seat is given away only when it is free"


def test_whoever_waited_leads_only_if_they_still_may_when_they_take_the_seat() -> None:
    for may, leads in ((False, None), (True, 5)):
        date = Date(4)
        date.do(c.Join(may_facilitate=True))
        date.do(c.Leave(seat=1))
        assert date.state.facilitator is None
        date.do(c.Join(seat=5, may_facilitate=may))
        assert date.state.facilitator == leads


# Reminders and the doors


def test_reminders_come_a_day_and_an_hour_before_and_then_the_doors_open() -> None:
    date = Date(3)
    date.until_start(-1)
    assert [event.before_s for event in date.heard(e.Reminded)] == [DAY, HOUR]
    assert date.heard(e.DoorsOpened) == [e.DoorsOpened(NOON + timedelta(days=2, seconds=-600))]
    assert date.state.phase is Phase.GATHERING
    assert {seat.presence for seat in date.state.seated} == {Presence.UNKNOWN}


def test_after_an_outage_only_the_latest_reminder_is_given() -> None:
    date = Date(3)
    date.wait(2 * DAY - HOUR / 2)
    date.do(c.Tick())
    assert [event.before_s for event in date.heard(e.Reminded)] == [HOUR]
    assert date.state.appointment is not None
    assert date.state.appointment.reminders == ()


def test_reminders_that_are_past_are_dropped_when_the_doors_are_due() -> None:
    date = Date(3)
    date.wait(2 * DAY + HOUR / 4)
    date.do(c.Tick())
    assert not date.heard(e.Reminded)
    assert date.heard(e.DoorsOpened), "late, but within what people wait"
    assert date.heard(e.BeginAsked)


def test_a_date_that_was_missed_is_called_off_with_an_apology() -> None:
    date = Date(3)
    date.wait(2 * DAY + HOUR)
    date.do(c.Tick())
    assert [event.reason for event in date.heard(e.CalledOff)] == [EndReason.MISSED]
    date.advance(FAREWELL_S)
    assert date.state.end_reason is EndReason.MISSED


def test_time_away_does_not_move_a_date() -> None:
    date = Date(3)
    assert date.do(c.GiveBack(since=NOON - timedelta(hours=1))) == ()
    date.until_start(-1)
    assert date.do(c.GiveBack(since=NOON)) == ()


def test_doors_that_would_open_together_are_spread() -> None:
    opened = set()
    for seed in range(60):
        appointment = Appointment(NOON + timedelta(days=2))
        state = plan_session(SMALL, seed, appointment, NOON, facilitator=True)[-1].after
        assert state.timer is not None
        opened.add((state.timer.due - NOON).total_seconds() - (2 * DAY - 600))
    assert opened == set(range(SPREAD_S))


# Beginning


def test_the_facilitator_is_asked_then_the_others_and_then_it_closes_kindly() -> None:
    date = Date(3)
    date.do(c.Join(may_facilitate=True))
    date.until_start()
    assert [event.whom for event in date.heard(e.BeginAsked)] == [Call.FACILITATOR]
    date.advance(180)
    assert [event.whom for event in date.heard(e.BeginAsked)] == [Call.FACILITATOR, Call.COFACILITATORS]
    date.advance(HOUR)
    assert date.heard(e.BeginAsked)[-1].whom is Call.COFACILITATORS
    assert date.state.end_reason is EndReason.NEVER_BEGAN


def test_too_few_is_said_as_such() -> None:
    date = Date(2)
    date.until_start(HOUR)
    assert date.state.end_reason is EndReason.TOO_FEW


def test_the_facilitator_decides_whether_to_begin_with_fewer() -> None:
    date = Date(2)
    date.until_start()
    assert date.no(c.Begin(seat=1)) is Code.TOO_FEW
    date.do(c.Begin(seat=1, anyway=True))
    assert date.state.phase is Phase.LIVE


def test_alone_is_no_circle() -> None:
    date = Date(1)
    date.until_start()
    assert date.no(c.Begin(seat=1, anyway=True)) is Code.TOO_FEW


def test_a_co_facilitator_stands_in_until_the_facilitator_comes() -> None:
    date = Date(3)
    date.do(c.Join(may_facilitate=True))
    date.until_start(180)
    date.do(c.Begin(seat=4, may_facilitate=True))
    assert date.state.host == 4
    date.do(c.ComeBack(seat=1))
    assert date.state.host == 1


def test_the_group_begins_without_a_facilitator_only_where_the_circle_allows_it() -> None:
    strict, free = Date(4, leads=False), Date(4, leads=False, begins_alone=True)
    for date in (strict, free):
        date.until_start(HOUR / 4)
    assert strict.no(c.Begin(seat=2)) is Code.NOT_FACILITATOR
    assert free.heard(e.BeginAsked)[-1].whom is Call.EVERYONE
    free.do(c.Begin(seat=2))
    assert free.state.host == 2


def test_those_who_still_wait_when_it_begins_are_let_go() -> None:
    date = Date(6)
    date.until_start()
    date.do(c.Begin(seat=1))
    assert date.heard(e.SeatForgotten) == [e.SeatForgotten(5), e.SeatForgotten(6)]
    assert date.no(c.Join()) is Code.FULL


def test_nothing_of_a_live_session_can_be_asked_before_the_doors_open() -> None:
    date = Date(3)
    assert date.no(c.Begin(seat=1)) is Code.NOT_YET_OPEN
    assert date.no(c.Pause(seat=1)) is Code.NOT_STARTED
    assert date.no(c.Receive(seat=1)) is Code.NOT_STARTED
    date.do(c.SetPrompt(seat=1, prompt=Prompt(id="story-01")))
    assert dict(date.state.prompts) == {0: Prompt(id="story-01")}


# Moving and calling off


def test_a_date_is_moved_with_its_reminders() -> None:
    date = Date(3)
    date.advance(DAY + 1)
    later = NOON + timedelta(days=4)
    date.do(c.Reschedule(steward=True, starts_at=later, reminders=(DAY, HOUR)))
    date.until_start()
    assert [event.before_s for event in date.heard(e.Reminded)] == [DAY, DAY, HOUR]
    assert date.state.phase is Phase.GATHERING
    assert date.no(c.Reschedule(steward=True, starts_at=later + timedelta(days=1))) is Code.ALREADY_STARTED


def test_a_date_is_not_moved_into_the_past() -> None:
    date = Date(3)
    assert date.no(c.Reschedule(steward=True, starts_at=NOON)) is Code.PASSED
    assert date.no(c.Reschedule(seat=2, starts_at=NOON + timedelta(days=3))) is Code.NOT_FACILITATOR


def test_a_date_that_is_called_off_stays_until_everyone_can_be_told() -> None:
    date = Date(5)
    date.do(c.CallOff(steward=True, note="Public holiday"))
    assert date.do(c.CallOff(steward=True)) == (), "asking again for what already happened is no error"
    assert date.no(c.Join()) is Code.CALLED_OFF
    assert date.no(c.Begin(seat=1)) is Code.CALLED_OFF
    assert date.no(c.Reschedule(steward=True, starts_at=NOON + timedelta(days=9))) is Code.CALLED_OFF
    assert len(date.state.seats) == 5
    date.advance(FAREWELL_S)
    assert date.state.end_reason is EndReason.CALLED_OFF


def test_ending_a_date_before_its_time_calls_it_off() -> None:
    date = Date(3)
    date.do(c.End(seat=1))
    assert date.state.is_off
    assert date.do(c.End(seat=1)) == ()


# Whatever happens

_COMMANDS = st.one_of(
    st.just(c.Join()),
    st.builds(c.Join, seat=st.integers(1, 9)),
    st.builds(c.Leave, seat=st.integers(1, 9)),
    st.builds(c.Begin, seat=st.integers(1, 9), anyway=st.booleans()),
    st.builds(lambda n: c.Refit(steward=True, format=SMALL.adjusted(capacity=n)), st.integers(3, 8)),
    st.builds(
        lambda h: c.Reschedule(steward=True, starts_at=NOON + timedelta(hours=h), reminders=(DAY, HOUR)),
        st.integers(1, 90),
    ),
    st.builds(c.Remove, steward=st.just(True), target=st.integers(1, 9)),
    st.builds(c.HandOver, steward=st.just(True), to=st.integers(1, 9)),
    st.just(c.CallOff(steward=True)),
    st.just(c.End(seat=1)),
    st.integers(1, 60 * 90).map(lambda minutes: timedelta(minutes=minutes)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_COMMANDS, max_size=25), st.booleans(), st.booleans())
def test_a_planned_session_keeps_its_promises_whatever_is_asked(
    asked: list[Any], leads: bool, begins_alone: bool
) -> None:
    date = Date(3, leads=leads, begins_alone=begins_alone)
    for what in asked:
        if isinstance(what, timedelta):
            date.advance(what.total_seconds())
        elif not date.over:
            date.ask(what)
    assert fold(date.initial, date.history) == date.state, "replaying the events gives the same state"
    for _ in range(400):
        if date.over:
            break
        date.tick()
    assert date.over, "the clock alone brings it to an end"


# Two circles of one


def test_those_who_wait_make_a_second_circle_when_there_are_enough_for_two() -> None:
    date = Date(9, SMALL.adjusted(capacity=5), splits=True)
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert halved.moved == (6, 7, 8, 9)
    assert [seat.number for seat in date.state.seated] == [1, 2, 3, 4, 5]


def test_a_second_circle_takes_a_co_facilitator_with_it() -> None:
    date = Date(2, SMALL.adjusted(capacity=4), splits=True)
    date.do(c.Join(may_facilitate=True))
    for _ in range(5):
        date.do(c.Join())
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert halved.moved == (3, 6, 7, 8)
    assert [seat.number for seat in date.state.seated] == [1, 2, 4, 5]


def test_too_few_for_two_stay_one() -> None:
    for date in (Date(7, splits=True), Date(9)):
        date.until_start(-1)
        assert not date.heard(e.Halved)
        assert len(date.state.seated) == 4


def test_two_circles_are_full_with_sixteen_and_whoever_came_later_waits_on() -> None:
    date = Date(18, SMALL.adjusted(capacity=4), splits=True)
    date.until_start(-1)
    (halved,) = date.heard(e.Halved)
    assert len(halved.moved) == len(date.state.seated) == 8
    assert [seat.number for seat in date.state.waiting_list] == [17, 18]


def test_whoever_was_removed_has_no_seat_in_either_of_two_circles() -> None:
    date = Date(9, SMALL.adjusted(capacity=5), splits=True)
    date.do(c.Remove(steward=True, target=2))
    date.do(c.Join(seat=6))
    date.until_start(-1)
    assert date.heard(e.Halved)
    assert date.places()[2] is Place.REMOVED


# Removing somebody from a date to come


def test_whoever_waits_or_is_kept_a_seat_can_be_removed() -> None:
    date = Date(7)
    date.do(c.Leave(seat=2))
    assert date.places()[5] is Place.KEPT
    date.do(c.Remove(steward=True, target=5))
    date.do(c.Remove(steward=True, target=7))
    assert date.places()[6] is Place.KEPT, "the next one who waits has the chance"
    assert date.no(c.Join(seat=5)) is Code.REMOVED
    date.advance(3 * HOUR)
    assert date.places()[5] is date.places()[7] is Place.REMOVED, "a seat that was kept does not undo it"
