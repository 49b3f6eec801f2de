"""The zones of a calendar file, held against the zone data, as another library reads them."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from bot.calendar.ics import CircleDates, calendar_of
from bot.calendar.recurrence import Series
from bot.calendar.vtimezone import vtimezone
from bot.calendar.wallclock import LocalTime
from tests.calendar.test_golden import CHANGES

YEARS = range(2016, 2032)
"""The ten years of the golden tests, and some to come."""
PLACES = sorted(
    {row.split("\t")[2] for row in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
     if row and not row.startswith("#")}
)  # fmt: skip
ODD = [
    "Europe/Dublin",  # the law calls the winter the exception
    "Asia/Jerusalem",  # the Friday before a Sunday
    "America/Nuuk",
    "Africa/Cairo",
    "America/Santiago",
    "Antarctica/Troll",  # two hours
    "America/Vancouver",  # one change for good
    "Asia/Tehran",
    "Asia/Gaza",  # Ramadan, twice a year
    "Pacific/Apia",
    "Asia/Kathmandu",
]


@cache
def text_of(zone: str) -> str:
    made = vtimezone(zone, datetime(2016, 1, 1, tzinfo=UTC), YEARS[-1] + 1)
    return f"BEGIN:VCALENDAR\r\n{made.to_ical().decode()}END:VCALENDAR\r\n"


def walls(zone: str, every: timedelta) -> Iterator[datetime]:
    """Times on the wall that are there, and there once."""
    at = datetime(YEARS[0], 1, 1, 0, 30, tzinfo=UTC)
    here = ZoneInfo(zone)
    while at.year <= YEARS[-1]:
        there = at.astimezone(here)
        if there.utcoffset() == there.replace(fold=1 - there.fold).utcoffset():
            yield there.replace(tzinfo=None, fold=0)
        at += every


@pytest.mark.parametrize("zone", [*CHANGES, *ODD])
def test_another_reader_finds_the_same_offset_on_every_day(zone: str) -> None:
    here, theirs = ZoneInfo(zone), tzical(io.StringIO(text_of(zone))).get()
    assert theirs is not None
    wrong = [
        wall
        for wall in walls(zone, timedelta(hours=11))
        if wall.replace(tzinfo=here).utcoffset() != wall.replace(tzinfo=theirs).utcoffset()
    ]
    assert not wrong


def test_every_change_of_every_place_is_a_yearly_rule_and_never_a_list() -> None:
    for zone in PLACES:
        text = text_of(zone)
        assert "RDATE" not in text, zone
        parts = re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\n(.*?)END:", text, re.DOTALL)
        assert parts, zone
        for part in parts:
            rule = re.search(r"RRULE:(.*)\r\n", part)
            offsets = re.findall(r"TZOFFSET(?:FROM|TO):(.*)\r\n", part)
            if rule is None:
                assert offsets[0] == offsets[1], f"{zone}: only what never changes needs no rule"
            else:
                assert re.fullmatch(
                    r"FREQ=YEARLY(;UNTIL=\d{8}T\d{6}Z)?;BYDAY=(-1|[1-4])[A-Z]{2};BYMONTH=\d{1,2}", rule[1]
                ), zone


def test_summer_is_ahead_of_winter_everywhere() -> None:
    for zone in PLACES:
        for offsets in re.findall(
            r"BEGIN:DAYLIGHT\r\n.*?TZOFFSETFROM:([+-]\d+)\r\nTZOFFSETTO:([+-]\d+)", text_of(zone), re.DOTALL
        ):
            before, after = (int(offset) for offset in offsets)
            assert after > before, zone


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Etc/UTC", "UTC", "Asia/Calcutta", "America/Indiana/Knox"])
def test_every_zone_that_a_file_names_is_in_it(zone: str) -> None:
    data = calendar_of(
        CircleDates(
            name="Circle",
            series=Series(datetime(2026, 12, 1, 19), zone, "FREQ=WEEKLY"),
            uid="7@circle",
            minutes=90,
            moved={LocalTime(datetime(2026, 12, 8, 19)): datetime(2026, 12, 9, 19, tzinfo=UTC)},
            skipped=[LocalTime(datetime(2026, 12, 15, 19))],
            stamp=datetime(2026, 11, 25, tzinfo=UTC),
        )
    ).decode()
    assert set(re.findall(r";TZID=([^:;]+)", data)) <= set(re.findall(r"\nTZID:(.*)\r", data))


def test_a_series_that_began_long_ago_has_its_old_clock_changes() -> None:
    made = vtimezone("Europe/Berlin", datetime(1995, 6, 1, tzinfo=UTC), 2030).to_ical().decode()
    theirs = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{made}END:VCALENDAR\r\n")).get()
    assert theirs is not None
    for wall in (datetime(1995, 9, 30, 19), datetime(1995, 10, 15, 19), datetime(1996, 10, 15, 19)):
        assert (
            wall.replace(tzinfo=theirs).utcoffset()
            == wall.replace(tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()
        )
