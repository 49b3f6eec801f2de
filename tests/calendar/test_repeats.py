"""What people type for "how often", with the exact rule or code that it means."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.calendar.described import Kind, Repeat, describe
from bot.calendar.repeats import RepeatCode, RepeatError, parse_repeat
from bot.calendar.rules import RuleCode
from bot.calendar.suggestions import suggestions

SECOND_TUESDAY = datetime(2026, 12, 8, 19)
EVERY_DAY_OF_WORK = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

MEANT = [
    ("once", None),
    ("Never", None),
    ("daily", "FREQ=DAILY"),
    ("every day", "FREQ=DAILY"),
    ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
    ("weekly", "FREQ=WEEKLY;BYDAY=TU"),
    ("Every week", "FREQ=WEEKLY;BYDAY=TU"),
    ("once a week", "FREQ=WEEKLY;BYDAY=TU"),
    ("weekly on Tue and Thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("mondays", "FREQ=WEEKLY;BYDAY=MO"),
    ("every monday, wednesday & friday", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("Mon/Wed", "FREQ=WEEKLY;BYDAY=MO,WE"),
    ("thurs.", "FREQ=WEEKLY;BYDAY=TH"),
    ("weekdays", EVERY_DAY_OF_WORK),
    ("every weekday", EVERY_DAY_OF_WORK),
    ("weekends", "FREQ=WEEKLY;BYDAY=SA,SU"),
    ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every two weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("fortnightly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every fortnight", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every other week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every second week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every other Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("Thursdays every two weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("every 3 weeks on Mon, Thu", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH"),
    ("monthly", "FREQ=MONTHLY;BYDAY=2TU"),
    ("every month", "FREQ=MONTHLY;BYDAY=2TU"),
    ("every 2 months", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU"),
    ("second Tuesday", "FREQ=MONTHLY;BYDAY=2TU"),
    ("2nd tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
    ("every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
    ("monthly on the second Tuesday", "FREQ=MONTHLY;BYDAY=2TU"),
    ("second Tuesday every 2 months", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU"),
    ("last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("first Monday of every month", "FREQ=MONTHLY;BYDAY=1MO"),
    ("first and third Monday", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
    ("first Monday and third Tuesday", "FREQ=MONTHLY;BYDAY=1MO,3TU"),
    ("every month on the 29th", "FREQ=MONTHLY;BYMONTHDAY=29"),
    ("on day 31", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ("every 29th", "FREQ=MONTHLY;BYMONTHDAY=29"),
    ("15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("monthly on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("1 and 15 of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8"),
    ("RRULE:FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
    ("freq=monthly;byday=-1fr", "FREQ=MONTHLY;BYDAY=-1FR"),
]

REFUSED = [
    ("", "unclear"),
    ("sometimes", "unclear"),
    ("twice a week", "which_days"),
    ("six weeks", "length"),
    ("every", "unclear"),
    ("15", "unclear"),
    ("the second", "unclear"),
    ("weekly weekly", "unclear"),
    ("every second Tuesday", "ambiguous"),
    ("every 2nd tuesday", "ambiguous"),
    ("monthly on Tuesday", "which_days"),
    ("Tuesdays every month", "which_days"),
    ("every 0 weeks", "bad_interval"),
    ("every 500 weeks", "bad_interval"),
    ("on the 32nd", "no_such_day"),
    ("day 0", "no_such_day"),
    ("sixth Monday of the month", "unclear"),
    ("6th Monday", "no_such_day"),
    ("x" * 401, "too_long"),
    ("FREQ=HOURLY", "rule"),
    ("hourly", "too_often"),
    ("bimonthly", "bimonthly"),
    ("monthly on 31/12", "date"),
    ("weekly until Easter", "ending"),
    ("weekly except 22 December", "except"),
    ("weekly at 8pm", "other_time"),
]


@pytest.mark.parametrize(("text", "rule"), MEANT)
def test_what_is_typed_means_one_rule(text: str, rule: str | None) -> None:
    assert parse_repeat(text, SECOND_TUESDAY) == rule


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_unclear_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(RepeatError) as refused:
        parse_repeat(text, SECOND_TUESDAY)
    assert refused.value.code == code
    assert refused.value.rule == (RuleCode.TOO_OFTEN if code == "rule" else None)


def test_every_code_is_given_somewhere() -> None:
    assert {code for _, code in REFUSED} == set(RepeatCode)


@pytest.mark.parametrize(
    ("day", "rule"),
    [(1, "1TU"), (8, "2TU"), (15, "3TU"), (22, "4TU"), (29, "-1TU")],
)
def test_monthly_keeps_the_weekday_and_leaves_out_no_month(day: int, rule: str) -> None:
    assert parse_repeat("monthly", datetime(2026, 12, day, 19)) == f"FREQ=MONTHLY;BYDAY={rule}"


def test_weekdays_are_understood_in_the_languages_own_words() -> None:
    assert parse_repeat("dienstags", SECOND_TUESDAY, "de") == "FREQ=WEEKLY;BYDAY=TU"
    assert parse_repeat("Di., Do.", SECOND_TUESDAY, "de") == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert parse_repeat("every jueves", SECOND_TUESDAY, "es-419") == "FREQ=WEEKLY;BYDAY=TH"


@pytest.mark.parametrize(
    ("rule", "repeat"),
    [
        (None, Repeat(Kind.ONCE)),
        ("FREQ=DAILY;INTERVAL=2", Repeat(Kind.DAILY, 2)),
        ("FREQ=WEEKLY", Repeat(Kind.WEEKLY)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", Repeat(Kind.WEEKLY, 2, (1, 3))),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=8", Repeat(Kind.WEEKLY, weekdays=(0,), count=8)),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101", Repeat(Kind.WEEKLY, weekdays=(0,), until=date(2027, 1, 1))),
        (
            "FREQ=DAILY;UNTIL=20270101T120000Z",
            Repeat(Kind.DAILY, until=datetime(2027, 1, 1, 12, tzinfo=UTC)),
        ),
        ("FREQ=MONTHLY;BYDAY=-1FR,1FR", Repeat(Kind.MONTHLY_WEEKDAY, weekdays=(4,), ordinals=(1, -1))),
        ("FREQ=MONTHLY;BYDAY=1MO,3TU", Repeat(Kind.OTHER)),
        ("FREQ=MONTHLY;BYDAY=MO", Repeat(Kind.OTHER)),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", Repeat(Kind.OTHER)),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", Repeat(Kind.MONTHLY_DAY, month_days=(1, -1))),
        ("FREQ=MONTHLY", Repeat(Kind.MONTHLY_DAY)),
        ("FREQ=WEEKLY;BYMONTH=5", Repeat(Kind.OTHER)),
        ("FREQ=YEARLY", Repeat(Kind.OTHER)),
    ],
)
def test_a_rule_is_described_as_data(rule: str | None, repeat: Repeat) -> None:
    described = describe(rule)
    assert described.rule == rule or (described.rule is not None and rule is not None)
    names = ("kind", "interval", "weekdays", "ordinals", "month_days", "count", "until")
    assert {name: getattr(described, name) for name in names} == {
        name: getattr(repeat, name) for name in names
    }


def test_suggestions_know_the_first_date() -> None:
    offers = suggestions("", SECOND_TUESDAY)
    assert offers[:4] == [
        "weekly on Tuesday",
        "every two weeks on Tuesday",
        "second Tuesday",
        "every month on day 8",
    ]
    assert "last Tuesday" in suggestions("last", datetime(2026, 12, 22, 19))
    assert suggestions("sec", None)[:2] == ["second Monday", "second Tuesday"]
    assert suggestions("every 3 weeks on Sun", None) == ["every 3 weeks on Sun"]
