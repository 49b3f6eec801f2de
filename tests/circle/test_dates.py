"""A date that is moved or called off."""

from __future__ import annotations

from datetime import timedelta

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.doors import FAREWELL_S
from bot.circle.model import (
    EndReason,
    Phase,
)
from bot.circle.refusals import Code

from .planned import DAY, HOUR, Date
from .table import NOON


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
