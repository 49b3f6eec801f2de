"""The file that lists weekly circles: as the format is published, and the days are those of the rule."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.calendar.meeting_guide import WeeklyMeeting, meeting_guide, weekdays_of
from bot.calendar.recurrence import Series, occurrences

SCHEMA = Draft7Validator(json.loads(Path(__file__).with_name("meeting_guide.schema.json").read_text()))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LETTERS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def listed(series: Series, **other: Any) -> dict[str, Any]:
    """What the file says of one circle."""
    usual: dict[str, Any] = {
        "name": "Tuesday circle",
        "slug": "circle-1-2",
        "minutes": 75,
        "link": "https://discord.com/channels/2/3",
        "link_notes": "In Discord.",
        "group": "House",
        "notes": "Up to 8 people.",
        "language": "en-US",
    }
    found = json.loads(meeting_guide([WeeklyMeeting(series=series, **{**usual, **other})], NOW))
    SCHEMA.validate(found)
    assert len(found) == 1
    return dict(found[0])


rules = st.one_of(
    st.just("FREQ=DAILY"),
    st.just("FREQ=WEEKLY"),
    st.lists(st.sampled_from(LETTERS), min_size=1, unique=True).map(
        lambda days: f"FREQ=WEEKLY;BYDAY={','.join(days)}"
    ),
)


@given(
    rule=rules,
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
    minutes=st.integers(1, 400),
    zone=st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")),
)
def test_the_days_and_hours_are_those_on_which_it_meets(
    rule: str, start: datetime, minutes: int, zone: str
) -> None:
    series = Series(start.replace(second=0, microsecond=0), zone, rule)
    found = listed(series, minutes=minutes)
    first = start.replace(tzinfo=ZoneInfo(zone)) - timedelta(days=1)
    coming = takewhile(lambda date: date.at < first + timedelta(days=23), occurrences(series, first))
    days = {date.local.isoweekday() % 7 for date in coming}
    assert days == set(found["day"] if isinstance(found["day"], list) else [found["day"]])
    assert (found["time"], found["timezone"]) == (f"{start:%H:%M}", zone)
    assert found["end_time"] == f"{start + timedelta(minutes=minutes):%H:%M}"


@pytest.mark.parametrize(
    "rule",
    [None, "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;INTERVAL=7", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY"],
)
def test_what_does_not_meet_every_week_is_not_listed(rule: str | None) -> None:
    series = Series(datetime(2026, 3, 3, 19), "UTC", rule)  # noqa: DTZ001
    assert weekdays_of(series) is None
    with pytest.raises(ValueError, match="every week"):
        listed(series)


def test_of_its_types_only_the_language_is_certain() -> None:
    series = Series(datetime(2026, 3, 3, 19), "UTC", "FREQ=WEEKLY")  # noqa: DTZ001
    assert listed(series)["types"] == ["EN"]
    assert listed(series, language="es")["types"] == ["S"]
    assert "types" not in listed(series, language="cy")
    assert listed(series)["updated"] == "2026-03-02 12:00:00"
    assert listed(series, name="Circle <3 " * 40)["name"] == ("Circle <3 " * 40)[:255]
