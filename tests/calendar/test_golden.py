"""What a series has to give, stated without asking it: dates and offsets written out by hand."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile

import icalendar
import pytest
import recurring_ical_events

from bot.calendar.ics import CircleDates, calendar_of
from bot.calendar.recurrence import Change, Occurrence, Series, next_occurrence, occurrences
from bot.calendar.wallclock import LocalTime

FIRST_SUNDAY = date(2016, 1, 3)
SUNDAYS = 522
"""From 3 January 2016 to 28 December 2025."""
BEGINNING = datetime(2015, 12, 31, tzinfo=UTC)
STAMP = datetime(2016, 1, 1, tzinfo=UTC)


def _each_year(first: int, *pairs: str) -> list[date]:
    return [
        date.fromisoformat(f"{year}-{day}") for year, pair in enumerate(pairs, first) for day in pair.split()
    ]


# The first days with another offset, and the offsets in minutes that take turns, from the one of January 2016.
CHANGES: dict[str, tuple[list[date], tuple[int, int]]] = {
    "Europe/Berlin": (
        _each_year(2016, "03-27 10-30", "03-26 10-29", "03-25 10-28", "03-31 10-27", "03-29 10-25")
        + _each_year(2021, "03-28 10-31", "03-27 10-30", "03-26 10-29", "03-31 10-27", "03-30 10-26"),
        (60, 120),
    ),
    "America/New_York": (
        _each_year(2016, "03-13 11-06", "03-12 11-05", "03-11 11-04", "03-10 11-03", "03-08 11-01")
        + _each_year(2021, "03-14 11-07", "03-13 11-06", "03-12 11-05", "03-10 11-03", "03-09 11-02"),
        (-300, -240),
    ),
    "Australia/Lord_Howe": (
        _each_year(2016, "04-03 10-02", "04-02 10-01", "04-01 10-07", "04-07 10-06", "04-05 10-04")
        + _each_year(2021, "04-04 10-03", "04-03 10-02", "04-02 10-01", "04-07 10-06", "04-06 10-05"),
        (660, 630),
    ),
    "Africa/Casablanca": (  # Ramadan; and since October 2018 the rest of the year is "summer"
        _each_year(2016, "03-27 06-05 07-10 10-30", "03-26 05-21 07-02 10-29", "03-25 05-13 06-17")
        + _each_year(2019, "05-05 06-09", "04-19 05-31", "04-11 05-16", "03-27 05-08", "03-19 04-23")
        + _each_year(2024, "03-10 04-14", "02-23 04-06"),
        (0, 60),
    ),
    "Asia/Kolkata": ([], (330, 330)),
}

# Where 02:30 is in the hour that is skipped, and where in the one that comes twice. In New York that is 01:30, and on
# Lord Howe the clocks go from 02:00 to 02:30 and from 02:00 to 01:30.
SKIPPED = {"Europe/Berlin", "America/New_York", "Africa/Casablanca"}
REPEATED = {"Europe/Berlin", "Africa/Casablanca"}


def ten_years(zone: str, at: time) -> list[Occurrence]:
    """Every Sunday at one time of day, by the table above."""
    days, offsets = CHANGES[zone]
    expected = []
    for number in range(SUNDAYS):
        day = FIRST_SUNDAY + timedelta(days=7 * number)
        turns = sum(day >= other for other in days)
        before, after = offsets[(turns - 1) % 2], offsets[turns % 2]
        offset, change = after, None
        if day in days and at == time(2, 30):
            if after > before and zone in SKIPPED:
                offset, change = before, Change.GAP
            elif after < before and zone in REPEATED:
                offset, change = before, Change.TWICE
        local = LocalTime(datetime.combine(day, at))
        expected.append(Occurrence(local, local.replace(tzinfo=UTC) - timedelta(minutes=offset), change))
    return expected


def series_of(zone: str, at: time) -> Series:
    return Series(datetime.combine(FIRST_SUNDAY, at), zone, "FREQ=WEEKLY;BYDAY=SU")


@pytest.mark.parametrize("at", [time(2, 30), time(19)], ids=str)
@pytest.mark.parametrize("zone", CHANGES)
def test_weekly_for_ten_years(zone: str, at: time) -> None:
    found = list(islice(occurrences(series_of(zone, at), BEGINNING), SUNDAYS))
    assert found == ten_years(zone, at)
    assert found[-1].local.date() == date(2025, 12, 28)


@pytest.mark.parametrize("at", [time(2, 30), time(19)], ids=str)
@pytest.mark.parametrize("zone", CHANGES)
def test_a_calendar_program_reads_the_same_ten_years(zone: str, at: time) -> None:
    text = calendar_of(
        CircleDates(
            name="Sunday circle",
            series=series_of(zone, at),
            uid="1@test",
            minutes=60,
            moved={},
            skipped=[],
            stamp=STAMP,
        )
    )
    read = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    events = read.between(BEGINNING, datetime(2025, 12, 31, tzinfo=UTC))
    assert sorted(event["DTSTART"].dt.astimezone(UTC) for event in events) == [
        occurrence.at for occurrence in ten_years(zone, at)
    ]


def test_the_hours_that_clocks_change_by_hand() -> None:
    berlin = Series(datetime(2026, 3, 22, 2, 30), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=SU")
    before, gap, after = islice(occurrences(berlin, datetime(2026, 3, 1, tzinfo=UTC)), 3)
    assert (before.at, before.change) == (datetime(2026, 3, 22, 1, 30, tzinfo=UTC), None)
    assert (gap.at, gap.change) == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), Change.GAP)  # 03:30 on the wall
    assert (after.at, after.change) == (datetime(2026, 4, 5, 0, 30, tzinfo=UTC), None)
    twice = next_occurrence(berlin, datetime(2026, 10, 24, tzinfo=UTC))
    assert twice == Occurrence(
        LocalTime(datetime(2026, 10, 25, 2, 30)), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), Change.TWICE
    )
    assert next_occurrence(berlin, twice.at) == Occurrence(  # and not an hour later, when it is 02:30 again
        LocalTime(datetime(2026, 11, 1, 2, 30)), datetime(2026, 11, 1, 1, 30, tzinfo=UTC), None
    )


def _days(start: str, rule: str | None, until: str) -> list[str]:
    """The dates of a series in Kolkata at 19:00, until a day."""
    series = Series(datetime.fromisoformat(f"{start}T19:00"), "Asia/Kolkata", rule)
    found = (date.local for date in occurrences(series, datetime(2000, 1, 1, tzinfo=UTC)))
    near = list(takewhile(lambda local: local.date() <= date.fromisoformat(until), found))
    assert {local.time() for local in near} <= {time(19)}
    return [f"{local:%Y-%m-%d}" for local in near]


DATES = [
    # Every two weeks: 2020 and 2026 have 53 weeks.
    ("2020-12-15", "FREQ=WEEKLY;INTERVAL=2", "2021-01-31", "2020-12-15 2020-12-29 2021-01-12 2021-01-26"),
    (
        "2026-12-08",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "2027-01-31",
        "2026-12-08 2026-12-22 2027-01-05 2027-01-19",
    ),
    (
        "2026-12-08",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "2027-01-08",
        "2026-12-08 2026-12-10 2026-12-22 2026-12-24 2027-01-05 2027-01-07",
    ),
    (
        "2026-12-08",
        "FREQ=MONTHLY;BYDAY=2TU",
        "2027-12-31",
        "2026-12-08 2027-01-12 2027-02-09 2027-03-09 2027-04-13 2027-05-11 2027-06-08 2027-07-13 2027-08-10 "
        "2027-09-14 2027-10-12 2027-11-09 2027-12-14",
    ),
    (
        "2027-01-29",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "2027-12-31",
        "2027-01-29 2027-02-26 2027-03-26 2027-04-30 2027-05-28 2027-06-25 2027-07-30 2027-08-27 2027-09-24 "
        "2027-10-29 2027-11-26 2027-12-31",
    ),
    ("2027-12-29", "FREQ=MONTHLY;BYMONTHDAY=29", "2028-03-31", "2027-12-29 2028-01-29 2028-02-29 2028-03-29"),
    ("2026-12-29", "FREQ=MONTHLY", "2027-04-30", "2026-12-29 2027-01-29 2027-03-29 2027-04-29"),
    (
        "2027-01-31",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "2027-12-31",
        "2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31 2027-10-31 2027-12-31",
    ),
    ("2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1", "2027-04-30", "2027-01-31 2027-02-28 2027-03-31 2027-04-30"),
    ("2024-02-29", "FREQ=YEARLY", "2036-12-31", "2024-02-29 2028-02-29 2032-02-29 2036-02-29"),
    # The last working day of the month.
    (
        "2027-01-01",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "2027-05-31",
        "2027-01-29 2027-02-26 2027-03-31 2027-04-30 2027-05-31",
    ),
    # A start that does not match: the first match after it, in weeks counted from the start's.
    ("2026-12-01", "FREQ=WEEKLY;BYDAY=MO", "2026-12-20", "2026-12-07 2026-12-14"),
    ("2026-12-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-12-31", "2026-12-14 2026-12-28"),
    ("2026-12-01", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2027-12-31", "2026-12-07 2026-12-14"),
    # The last date is in it, in each of the three ways to say it (19:00 there is 13:30 UTC).
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203", "2027-01-01", "2026-12-01 2026-12-02 2026-12-03"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T190000", "2027-01-01", "2026-12-01 2026-12-02 2026-12-03"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T185959", "2027-01-01", "2026-12-01 2026-12-02"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T133000Z", "2027-01-01", "2026-12-01 2026-12-02 2026-12-03"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T132959Z", "2027-01-01", "2026-12-01 2026-12-02"),
    ("2026-12-01", None, "2030-01-01", "2026-12-01"),
]


@pytest.mark.parametrize(("start", "rule", "until", "expected"), DATES)
def test_dates_by_hand(start: str, rule: str | None, until: str, expected: str) -> None:
    assert _days(start, rule, until) == expected.split()


@pytest.mark.parametrize(("week_start", "days"), [("MO", "5 10 19 24"), ("SU", "5 17 19 31")])
def test_the_week_begins_where_the_rule_says(week_start: str, days: str) -> None:
    """The example of RFC 5545, 3.8.5.3."""
    rule = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}"
    series = Series(datetime(1997, 8, 5, 9), "America/New_York", rule)
    found = occurrences(series, datetime(1997, 1, 1, tzinfo=UTC))
    assert [occurrence.local.day for occurrence in found] == [int(day) for day in days.split()]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",  # from a June on
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",  # from a Tuesday on
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    ],
)
def test_a_rule_that_never_comes_is_given_up(rule: str) -> None:
    series = Series(datetime(2027, 6, 1, 19), "Europe/Berlin", rule)
    assert next_occurrence(series, datetime(2027, 6, 1, tzinfo=UTC)) is None


def test_the_longest_wait_is_waited() -> None:
    """29 February is a Monday in 2072, and then, across 2100, in 2112."""
    series = Series(datetime(2060, 1, 1, 19), "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO")
    found = [occurrence.local.year for occurrence in islice(occurrences(series, BEGINNING), 3)]
    assert found == [2072, 2112, 2140]


def test_a_day_that_a_place_skips_has_no_circle() -> None:
    series = Series(datetime(2011, 12, 28, 19), "Pacific/Apia", "FREQ=DAILY;COUNT=4")
    found = list(occurrences(series, datetime(2011, 12, 1, tzinfo=UTC)))
    assert [occurrence.local.day for occurrence in found] == [28, 29, 31]
