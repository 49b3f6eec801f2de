"""Rules of RFC 5545: one normal form, and a code for each that a circle cannot use."""

from __future__ import annotations

import pytest

from bot.calendar.rules import RuleCode, RuleError, parse_rule

NORMAL = [
    ("RRULE:FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
    ("byday=fr,mo,mo;freq=weekly;interval=1;wkst=mo;", "FREQ=WEEKLY;BYDAY=MO,FR"),
    ("FREQ=MONTHLY;BYDAY=+2TU", "FREQ=MONTHLY;BYDAY=2TU"),
    ("FREQ=MONTHLY;BYMONTHDAY=31,1,-1", "FREQ=MONTHLY;BYMONTHDAY=-1,1,31"),
    ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"),
    ("FREQ=DAILY;UNTIL=20261231T190000", "FREQ=DAILY;UNTIL=20261231T190000"),
    ("FREQ=DAILY;UNTIL=20261231T190000Z", "FREQ=DAILY;UNTIL=20261231T190000Z"),
    ("FREQ=DAILY;COUNT=010", "FREQ=DAILY;COUNT=10"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
    ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"),
    ("FREQ=YEARLY;BYDAY=-53MO", "FREQ=YEARLY;BYDAY=-53MO"),
]

REFUSED = [
    ("", "malformed"),
    ("weekly", "malformed"),
    ("FREQ", "malformed"),
    ("FREQ=", "malformed"),
    ("DTSTART:20261201T190000\nRRULE:FREQ=DAILY", "malformed"),
    ("FREQ=DAILY;" + "BYMONTH=1," * 50, "too_long"),
    ("INTERVAL=2", "no_freq"),
    ("FREQ=SECONDLY", "too_often"),
    ("FREQ=MINUTELY", "too_often"),
    ("FREQ=HOURLY", "too_often"),
    ("FREQ=DAILY;BYHOUR=1,2", "too_often"),
    ("FREQ=DAILY;BYMINUTE=1", "too_often"),
    ("FREQ=DAILY;BYSECOND=1", "too_often"),
    ("FREQ=FORTNIGHTLY", "bad_value"),
    ("FREQ=DAILY;BYEASTER=1", "unknown_part"),
    ("FREQ=DAILY;X-NAME=1", "unknown_part"),
    ("FREQ=DAILY;FREQ=WEEKLY", "repeated_part"),
    ("FREQ=YEARLY;BYWEEKNO=1", "unsupported_part"),
    ("FREQ=YEARLY;BYYEARDAY=1", "unsupported_part"),
    ("FREQ=WEEKLY;BYMONTHDAY=1", "unsupported_part"),
    ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "unsupported_part"),
    ("FREQ=MONTHLY;BYSETPOS=1", "unsupported_part"),
    ("FREQ=MONTHLY;BYDAY=MO,2TU", "unsupported_part"),
    ("FREQ=DAILY;INTERVAL=0", "bad_interval"),
    ("FREQ=DAILY;INTERVAL=-1", "bad_interval"),
    ("FREQ=DAILY;INTERVAL=367", "bad_interval"),
    ("FREQ=WEEKLY;INTERVAL=999999999999", "bad_interval"),
    ("FREQ=DAILY;COUNT=0", "bad_count"),
    ("FREQ=DAILY;COUNT=1000", "bad_count"),
    ("FREQ=DAILY;UNTIL=20260230", "bad_until"),
    ("FREQ=DAILY;UNTIL=20261231T250000", "bad_until"),
    ("FREQ=DAILY;UNTIL=2026-12-31", "bad_until"),
    ("FREQ=DAILY;UNTIL=00001231", "bad_until"),
    ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "count_and_until"),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "bad_value"),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "bad_value"),
    ("FREQ=MONTHLY;BYMONTH=-1", "bad_value"),
    ("FREQ=MONTHLY;BYMONTH=13", "bad_value"),
    ("FREQ=MONTHLY;BYDAY=6MO", "bad_value"),
    ("FREQ=MONTHLY;BYDAY=0MO", "bad_value"),
    ("FREQ=WEEKLY;BYDAY=2MO", "bad_value"),
    ("FREQ=WEEKLY;BYDAY=MONDAY", "bad_value"),
    ("FREQ=WEEKLY;WKST=1", "bad_value"),
]


@pytest.mark.parametrize(("text", "normal"), NORMAL)
def test_one_rule_has_one_normal_form(text: str, normal: str) -> None:
    assert parse_rule(text) == normal


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_a_circle_cannot_use_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rule(text)
    assert refused.value.code == code


def test_every_code_is_given_somewhere() -> None:
    assert {code for _, code in REFUSED} == set(RuleCode)
