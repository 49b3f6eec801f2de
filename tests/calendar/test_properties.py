"""What holds for every series, and for every text. Hypothesis finds the cases; a calendar program is the oracle."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from dateutil.tz import resolve_imaginary
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.calendar.described import Kind, describe
from bot.calendar.moments import FARTHEST, MomentError, parse_day, parse_moment
from bot.calendar.plans import PlanError, parse_plan, parse_when
from bot.calendar.quiet_hours import parse_hours
from bot.calendar.recurrence import Series, next_occurrence, occurrences
from bot.calendar.repeats import RepeatError, parse_repeat
from bot.calendar.rules import RuleError, parse_rule
from bot.calendar.suggestions import suggestions
from bot.calendar.wallclock import Change, LocalTime, instant_of, wall_time
from bot.calendar.zones import is_zone, nearest_zones

ZONE_NAMES = """
    Europe/Berlin America/New_York Australia/Lord_Howe Africa/Casablanca Asia/Kolkata Pacific/Apia
    Africa/Cairo America/Havana Asia/Beirut Pacific/Kiritimati America/Sao_Paulo UTC
"""
ZONES = st.sampled_from(ZONE_NAMES.split())
STARTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(microsecond=0))
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
some = settings(max_examples=80)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of every shape that is allowed, with parts in any combination."""
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]

    def several(values: st.SearchStrategy[object]) -> str:
        return ",".join(map(str, draw(st.lists(values, min_size=1, max_size=4))))

    if draw(st.integers(0, 3)) == 0:
        parts.append("BYMONTH=" + several(st.integers(1, 12)))
    if freq != "WEEKLY" and draw(st.booleans()):
        parts.append("BYMONTHDAY=" + several(st.integers(-31, 31).filter(bool)))
    if draw(st.booleans()):
        names = st.sampled_from(DAY_NAMES)
        if freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
            names = st.builds("{}{}".format, st.sampled_from((1, 2, 3, 4, 5, -1, -2)), names)
        parts.append("BYDAY=" + several(names))
    if freq in ("MONTHLY", "YEARLY") and len(parts) > 2 and draw(st.integers(0, 3)) == 0:
        parts.append("BYSETPOS=" + several(st.sampled_from((1, 2, 3, -1, -2))))
    if draw(st.integers(0, 3)) == 0:
        parts.append("WKST=SU")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return parse_rule(";".join(parts))


SERIES = st.builds(Series, STARTS, ZONES, rules() | st.none())


def _as_calendar_programs_read_it(series: Series, begins: datetime, ends: datetime) -> list[datetime]:
    """The dates of a series from one instant to another, as local times."""
    zone = ZoneInfo(series.zone)
    event = icalendar.Event()
    event.add("uid", "series")
    event.add("dtstamp", begins)
    event.add("dtstart", series.start.replace(tzinfo=zone))
    event.add("rrule", icalendar.vRecur.from_ical(str(series.rule)))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(begins, ends)
    return sorted(event.start.replace(tzinfo=None) for event in found)


@some
@given(SERIES)
def test_the_dates_are_those_that_calendar_programs_find(series: Series) -> None:
    assume(series.rule is not None and series.zone != "Pacific/Apia")
    found = list(islice(occurrences(series, LONG_AGO), 12))
    assume(len(found) > 1)
    # A start that is no date of its own rule is a date to some programs and none to others; RFC 5545 leaves it open.
    begins, ends = found[0].at - timedelta(seconds=1), found[-1].at + timedelta(seconds=1)
    assert [one.local for one in found] == _as_calendar_programs_read_it(series, begins, ends)


@some
@given(SERIES, st.integers(0, 1500), st.integers(0, 86_400))
def test_years_later_the_dates_are_still_those_that_calendar_programs_find(
    series: Series, days: int, seconds: int
) -> None:
    after = instant_of(LocalTime(series.start), series.zone)[0] + timedelta(days=days, seconds=seconds)
    assume(series.rule is not None and series.zone != "Pacific/Apia")
    found = next_occurrence(series, after)
    assume(found is not None)
    assert found is not None
    read = _as_calendar_programs_read_it(
        series, after + timedelta(seconds=1), found.at + timedelta(seconds=1)
    )
    assert read == [found.local]


@some
@given(SERIES, st.integers(0, 20))
def test_dates_are_in_order_and_each_is_its_own(series: Series, index: int) -> None:
    found = list(islice(occurrences(series, LONG_AGO), 20))
    assert all(one.at < other.at and one.local < other.local for one, other in pairwise(found))
    assert all(occurrence.local >= series.start for occurrence in found)
    assert all(occurrence.local.time() == series.start.time() for occurrence in found)
    for after in (LONG_AGO, *(occurrence.at for occurrence in found[index : index + 1])):
        later = [occurrence for occurrence in found if occurrence.at > after]
        if later:
            assert next_occurrence(series, after) == later[0]
            assert next_occurrence(series, later[0].at - timedelta(seconds=1)) == later[0]


@settings(max_examples=200)
@given(STARTS, ZONES)
def test_an_instant_is_what_dateutil_makes_of_the_wall(local: datetime, name: str) -> None:
    at, change = instant_of(LocalTime(local), name)
    zone = ZoneInfo(name)
    assert at == resolve_imaginary(local.replace(tzinfo=zone, fold=0)).astimezone(UTC)
    assert (wall_time(at, name) != local) is (change is Change.GAP)
    other = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    assert (other > at) is (change is Change.TWICE)


@some
@given(rules())
def test_a_normal_rule_is_its_own_normal_form(rule: str) -> None:
    assert parse_rule(rule) == rule
    assert parse_rule(f" rrule:{rule.lower()}; ") == rule
    assert describe(rule).rule == rule


# A writer of its own, so that what is described is what was meant.
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH = {1: "first", 2: "2nd", 3: "third", 4: "4th", 5: "fifth", -1: "last"}


@some
@given(
    st.integers(1, 20),
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(st.sampled_from(sorted(NTH)), min_size=1),
    st.sets(st.integers(1, 31), min_size=1),
    STARTS,
)
def test_what_is_typed_is_what_is_described(
    interval: int, weekdays: set[int], nths: set[int], days: set[int], start: datetime
) -> None:
    names = " and ".join(ENGLISH[day] for day in sorted(weekdays))
    daily = describe(parse_repeat(f"every {interval} days", start))
    assert (daily.kind, daily.interval) == (Kind.DAILY, interval)
    weekly = describe(parse_repeat(f"every {interval} weeks on {names}", start))
    assert (weekly.kind, weekly.interval, set(weekly.weekdays)) == (Kind.WEEKLY, interval, weekdays)
    monthly = describe(
        parse_repeat(
            f"every {interval} months on the {' and '.join(NTH[nth] for nth in nths)} {names}", start
        )
    )
    assert (monthly.kind, monthly.interval) == (Kind.MONTHLY_WEEKDAY, interval)
    assert (set(monthly.ordinals), set(monthly.weekdays)) == (nths, weekdays)
    dates = describe(
        parse_repeat(f"every {interval} months on the {', '.join(f'{day}th' for day in days)}", start)
    )
    assert (dates.kind, dates.interval, set(dates.month_days)) == (Kind.MONTHLY_DAY, interval, days)


SOME_WORDS = """
    every other two 2 3rd first last monday tue weekly monthly week weeks month day days the of on and once
    tomorrow today next in minutes hours 19:00 7pm 7 19.30 noon 5 december may 31 feb 2026 2027-02-28 03/04
    13/04 T Z +02:00 EST : . , - FREQ=WEEKLY BYDAY=MO ; INTERVAL=2 <t:1796151600:F> 1796151600 Uhr h o'clock
    for until till times x6 half past quarter to at evening night tonight 7-9pm Mon-Fri twice a each alternate CET
    starting from now weekend christmas eve 1900 2100h seven 1.5 hour an 9999 11111 13th 31/12 midnight noon time
    Dienstag morgen heute Woche in nächsten 00:00 25:00 ² ½ 日 12月5日 0 00 99
"""
WORDS = st.lists(st.sampled_from(SOME_WORDS.split()), max_size=7).map(" ".join)
TEXTS = st.text(max_size=60) | WORDS
NOW = datetime(2026, 11, 25, 13, tzinfo=UTC)


@settings(max_examples=600)
@given(TEXTS, st.sampled_from(("en", "de", "en-GB", "xx")), ZONES)
def test_any_text_is_understood_or_refused_with_a_code(text: str, language: str, zone: str) -> None:
    with suppress(RepeatError):
        rule = parse_repeat(text, datetime(2026, 12, 1, 19), language)
        assert rule is None or parse_rule(rule) == rule
    with suppress(MomentError):
        moment = parse_moment(text, NOW, zone, language)
        assert NOW < moment.at <= NOW + FARTHEST
        assert (moment.at, moment.change) == instant_of(moment.local, zone)
    with suppress(RuleError):
        parse_rule(text)
    with suppress(MomentError, RepeatError):
        first, rule = parse_when(text, NOW, zone, language)
        assert NOW < first.at <= NOW + FARTHEST
        assert rule is None or parse_rule(rule) == rule
    with suppress(MomentError, RepeatError, PlanError):
        parse_plan(text, text, NOW, zone, language)
    with suppress(MomentError):
        parse_day(text, NOW, zone, language)
    hours = parse_hours(text)
    assert hours is None or hours[0] != hours[1]


@some
@given(TEXTS)
def test_every_suggestion_can_be_taken(text: str) -> None:
    for start in (None, datetime(2026, 12, 29, 19)):
        offers = suggestions(text, start)
        assert len(offers) <= 25
        assert all(len(offer) <= 100 for offer in offers)
        for offer in offers:
            parse_repeat(offer, start or datetime(2026, 12, 1))


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_the_nearest_zones_are_zones(text: str) -> None:
    zones = nearest_zones(text, 3)
    assert len(zones) <= 3
    assert all(is_zone(zone) for zone in zones)
