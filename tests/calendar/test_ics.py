"""The `.ics` file, read back by a calendar program's reader."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from bot.calendar.ics import CircleDates, NamedMeeting, calendar_of
from bot.calendar.recurrence import Series, occurrences
from bot.calendar.wallclock import LocalTime

STAMP = datetime(2026, 11, 25, 13, tzinfo=UTC)
BEGINNING, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
WEEKLY = Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU")


def file_of(
    series: Series,
    moved: dict[datetime, datetime] | None = None,
    skipped: tuple[datetime, ...] = (),
    name: str = "Tuesday circle",
) -> icalendar.Calendar:
    data = calendar_of(
        CircleDates(
            name=name,
            series=series,
            uid="7@circle",
            minutes=90,
            moved={LocalTime(local): at for local, at in (moved or {}).items()},
            skipped=[LocalTime(local) for local in skipped],
            stamp=STAMP,
        )
    )
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def read(calendar: icalendar.Calendar, end: datetime = END) -> list[datetime]:
    events = recurring_ical_events.of(calendar).between(BEGINNING, end)
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in events} <= {timedelta(minutes=90)}
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in events)


@pytest.mark.parametrize(
    "series",
    [
        WEEKLY,
        Series(datetime(2026, 12, 1, 19), "Europe/Berlin", None),
        Series(datetime(2027, 3, 28, 2, 30), "Europe/Berlin", None),
        Series(datetime(2027, 3, 28, 2, 30), "Europe/Berlin", "FREQ=WEEKLY"),
        Series(datetime(2026, 12, 1, 2, 30), "Europe/Berlin", "FREQ=DAILY"),
        Series(datetime(2026, 12, 1, 2, 30), "America/New_York", "FREQ=DAILY;COUNT=300"),
        Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        Series(datetime(2026, 12, 1, 19), "Australia/Lord_Howe", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=7"),
        Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=MONTHLY;BYMONTHDAY=31"),
        Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"),
        Series(datetime(2026, 12, 1, 19), "America/New_York", "FREQ=DAILY;UNTIL=20270315"),
        Series(datetime(2026, 12, 1, 19), "America/New_York", "FREQ=DAILY;UNTIL=20270315T190000"),
        Series(datetime(2026, 12, 1, 19), "America/New_York", "FREQ=DAILY;UNTIL=20270315T230000Z"),
        Series(datetime(2026, 12, 1, 19), "UTC", "FREQ=WEEKLY"),
    ],
    ids=str,
)
def test_a_reader_finds_the_same_instants(series: Series) -> None:
    expected = [date.at for date in takewhile(lambda date: date.at < END, occurrences(series, BEGINNING))]
    assert read(file_of(series)) == expected


def test_one_date_is_moved_and_one_skipped() -> None:
    calendar = file_of(
        WEEKLY,
        {datetime(2026, 12, 15, 19): datetime(2026, 12, 16, 17, 30, tzinfo=UTC)},
        (datetime(2026, 12, 8, 19),),
    )
    assert read(calendar, datetime(2026, 12, 31, tzinfo=UTC)) == [
        datetime(2026, 12, 1, 18, tzinfo=UTC),
        datetime(2026, 12, 16, 17, 30, tzinfo=UTC),
        datetime(2026, 12, 22, 18, tzinfo=UTC),
        datetime(2026, 12, 29, 18, tzinfo=UTC),
    ]
    main, change = calendar.walk("VEVENT")
    assert main["UID"] == change["UID"] == "7@circle"
    assert main["EXDATE"].to_ical() == b"20261208T190000"
    assert change["RECURRENCE-ID"].to_ical() == b"20261215T190000"
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} == {"Europe/Berlin"}


def test_a_date_that_was_moved_and_then_skipped_is_gone() -> None:
    first, second = datetime(2026, 12, 1, 19), datetime(2026, 12, 8, 19)
    calendar = file_of(WEEKLY, {first: STAMP, second: STAMP}, (first, second))
    assert read(calendar)[0] == datetime(2026, 12, 15, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)]
)
def test_a_date_is_moved_into_either_pass_of_an_hour_that_comes_twice(at: datetime) -> None:
    assert at in read(file_of(WEEKLY, {datetime(2027, 11, 2, 19): at}))


@pytest.mark.parametrize("day", [datetime(2027, 3, 28, 2, 30), datetime(2027, 10, 31, 2, 30)])
def test_a_date_that_a_clock_change_touches_is_moved_or_skipped_like_any(day: datetime) -> None:
    series = Series(datetime(2026, 12, 6, 2, 30), "Europe/Berlin", "FREQ=WEEKLY")
    others = [date.at for date in takewhile(lambda date: date.at < END, occurrences(series, BEGINNING))]
    others = [at for at in others if at.date() != day.date()]
    assert read(file_of(series, skipped=(day,))) == others
    later = datetime(2027, 6, 1, 9, tzinfo=UTC)
    assert read(file_of(series, {day: later})) == sorted([*others, later])


def test_a_circle_that_meets_once_is_moved_or_cancelled() -> None:
    once = Series(datetime(2026, 12, 1, 19), "Europe/Berlin", None)
    later = datetime(2026, 12, 2, 18, tzinfo=UTC)
    assert read(file_of(once, {once.start: later})) == [later]
    (event,) = file_of(once, skipped=(once.start,)).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_a_date_in_a_gap_is_said_twice_over() -> None:
    """Some programs leave a time that does not exist out of a rule; a moved date they all show."""
    series = Series(datetime(2027, 3, 21, 2, 30), "Europe/Berlin", "FREQ=WEEKLY;COUNT=3")
    main, change = file_of(series).walk("VEVENT")
    assert main["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270404T003000Z"
    assert change["RECURRENCE-ID"].to_ical() == b"20270328T023000"
    assert change["DTSTART"].to_ical() == b"20270328T033000"


def test_a_series_without_a_date_is_a_file_without_an_event() -> None:
    never = Series(datetime(2026, 12, 1, 19), "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert file_of(never).walk("VEVENT") == []


@pytest.mark.parametrize(
    "name",
    ["a, b; c\\d", "two\nlines", "END:VEVENT\r\nBEGIN:VEVENT", "🌱 Grüße " * 40, 'say "hi" : =', "x" * 500],
)
def test_any_name_is_one_name(name: str) -> None:
    calendar = file_of(WEEKLY, name=name)
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == name.replace("\r\n", "\n")
    lines = calendar_of(
        CircleDates(name=name, series=WEEKLY, uid="7@circle", minutes=90, moved={}, skipped=(), stamp=STAMP)
    ).splitlines()
    assert max(map(len, lines)) <= 75
    assert lines.count(b"BEGIN:VEVENT") == 1


def test_the_meetings_of_a_series_are_events_of_their_own_each_with_its_number() -> None:
    first = datetime(2026, 12, 1, 18, tzinfo=UTC)
    meetings = [NamedMeeting(n, f"Grief circle ({n} of 8)", first + timedelta(weeks=n)) for n in (3, 4, 6)]

    def again(later: timedelta) -> list[Any]:
        moved = [NamedMeeting(one.number, one.title, one.at + later) for one in meetings]
        dates = CircleDates(
            name="Grief circle", series=WEEKLY, uid="7@circle", minutes=90, stamp=STAMP, meetings=moved
        )
        calendar = icalendar.Calendar.from_ical(calendar_of(dates))
        assert isinstance(calendar, icalendar.Calendar)
        assert read(calendar) == [one.at for one in moved]
        return list(calendar.walk("VEVENT"))

    events = again(timedelta())
    assert [str(event["SUMMARY"]) for event in events] == [one.title for one in meetings]
    assert not any("RRULE" in event for event in events)
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == 3
    assert [str(event["UID"]) for event in again(timedelta(days=7))] == uids, (
        "a moved meeting replaces itself"
    )


def test_a_later_file_replaces_an_earlier_one() -> None:
    """Programs pass over a file that does not say it is newer than what they have."""
    series = Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=WEEKLY")
    moved = {LocalTime(datetime(2026, 12, 8, 19)): datetime(2026, 12, 9, 18, tzinfo=UTC)}
    tuesday = LocalTime(datetime(2026, 12, 15, 19))
    files = [
        icalendar.Calendar.from_ical(
            calendar_of(
                CircleDates(
                    name="Circle",
                    series=series,
                    uid="7@circle",
                    minutes=90,
                    moved=moved,
                    skipped=skipped,
                    stamp=stamp,
                )
            )
        )
        for skipped, stamp in (([], STAMP), ([tuesday], STAMP + timedelta(minutes=1)))
    ]
    first, second = (list(file.walk("VEVENT")) for file in files)
    befores: list[Any] = first
    afters: list[Any] = second
    for before, after in zip(befores, afters, strict=True):
        assert before["UID"] == after["UID"] == "7@circle"
        assert before.get("RECURRENCE-ID") == after.get("RECURRENCE-ID")
        assert int(after["SEQUENCE"]) > int(before["SEQUENCE"]) > 0
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
        assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt
    assert all(file["METHOD"] == "PUBLISH" for file in files)
    assert all(file["X-WR-CALNAME"] == "Circle" for file in files)


def test_the_first_date_of_a_rule_is_its_beginning() -> None:
    """Outlook shows a series from its DTSTART on, and one that is not in the rule as a date too many."""
    series = Series(datetime(2026, 12, 1, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=FR")
    (event,) = file_of(series).walk("VEVENT")
    assert event["DTSTART"].to_ical() == b"20261204T190000"
