"""Around a date: reminders, the doors, who is asked to begin, and beginning."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.appointment import Appointment
from bot.circle.doors import FAREWELL_S, SPREAD_S
from bot.circle.machine import fold, plan_session
from bot.circle.model import Call, EndReason, Phase, Presence, SeatPlace
from bot.circle.refusals import Code

from .planned import DAY, HOUR, SMALL, Date
from .table import NOON, STORIES, a_format

_COMMANDS = st.one_of(
    st.just(c.Join()),
    st.builds(c.Join, seat=st.integers(1, 9)),
    st.builds(c.Leave, seat=st.integers(1, 9)),
    st.builds(c.Begin, seat=st.integers(1, 9), knowing=st.one_of(st.none(), st.integers(0, 9))),
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


def test_doors_that_would_open_together_are_spread() -> None:
    opened = set()
    for seed in range(60):
        appointment = Appointment(NOON + timedelta(days=2))
        state = plan_session(SMALL, seed, appointment, NOON, facilitator=True)[-1].after
        assert state.timer is not None
        opened.add((state.timer.due - NOON).total_seconds() - (2 * DAY - 600))
    assert opened == set(range(SPREAD_S))


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


def test_before_the_time_or_with_fewer_whoever_begins_is_asked_once_more() -> None:
    early = Date(3)
    early.until_start(-300)
    assert early.no(c.Begin(seat=1)) is Code.EARLY
    early.do(c.Begin(seat=1, knowing=0))
    assert early.state.phase is Phase.LIVE
    few = Date(3, a_format(STORIES, minimum=4))
    few.until_start()
    assert few.no(c.Begin(seat=1)) is Code.FEWER
    few.do(c.Begin(seat=1, knowing=0))
    assert few.state.phase is Phase.LIVE


def test_whoever_has_read_that_it_is_early_is_asked_again_when_people_have_gone() -> None:
    date = Date(5, a_format(STORIES, minimum=4))
    date.until_start(-300)
    assert date.no(c.Begin(seat=1)) is Code.EARLY
    date.do(c.Leave(seat=4))
    date.do(c.Leave(seat=5))
    assert date.no(c.Begin(seat=1, knowing=5)) is Code.FEWER
    date.do(c.Join())
    date.do(c.Begin(seat=1, knowing=3))
    assert date.state.phase is Phase.LIVE


def test_below_three_is_no_circle() -> None:
    for seats in (1, 2):
        date = Date(seats)
        date.until_start()
        assert date.no(c.Begin(seat=1, knowing=0)) is Code.TOO_FEW


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


@settings(max_examples=150)
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


def test_in_a_meeting_of_a_series_everyone_has_their_seat_from_the_beginning() -> None:
    table = Date.of_series(sitting=4, waiting=2)
    state = table.state
    assert state.date.of_series is not None
    assert (state.date.of_series.is_last, state.facilitator) == (False, 1)
    assert [seat.number for seat in state.seated] == [1, 2, 3, 4]
    assert [seat.number for seat in state.waiting_list] == [5, 6]
    table.do(c.Leave(seat=2))
    kept = [seat.number for seat in table.state.seats if seat.place is SeatPlace.KEPT]
    assert kept == [5], "a seat that is given up is for whoever waited longest"


def test_whoever_cannot_come_is_away_when_the_doors_open_and_holds_nobody_up() -> None:
    table = Date.of_series(sitting=4)
    table.do(c.StepOut(seat=2))
    table.do(c.StepOut(seat=3))
    table.do(c.ComeBack(seat=3))
    table.until_start()
    presences = {seat.number: seat.presence for seat in table.state.seated}
    assert presences == {
        1: Presence.UNKNOWN,
        2: Presence.ABSENT,
        3: Presence.UNKNOWN,
        4: Presence.UNKNOWN,
    }
    table.do(c.Begin(seat=1))
    assert table.state.phase is Phase.LIVE
    assert table.state.turn is None or table.state.turn.seat != 2
