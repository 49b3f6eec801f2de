"""The dates of a repeating circle: an RFC 5545 rule on local time, expanded lazily to instants.

Nothing here reads what people type (`repeats`, `moments`), keeps what was found, or knows the present. Which days a
rule means is dateutil's to say; what becomes of a local time when the clocks change is `wallclock`'s.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr

from .rules import Rule, RuleCode, RuleError, parse_rule, read_rule
from .wallclock import Change, LocalTime, instant_of, wall_time

__all__ = [
    "Change",
    "Occurrence",
    "RuleCode",
    "RuleError",
    "Series",
    "next_occurrence",
    "occurrences",
    "parse_rule",
]

LEAP_YEAR = 2024
LAST_YEAR = 9990
"""Further no series is followed: an instant has to fit into Python's years in every zone."""


@dataclass(frozen=True, slots=True)
class Series:
    """When a circle meets: a rule on the clock of a place.

    If `start` does not match the rule (a Tuesday, and the rule says Mondays), which RFC 5545 leaves undefined, the
    first occurrence is the first match after it. Intervals are counted from the day, week, month or year of `start`.
    """

    start: datetime
    """Naive local time of the first occurrence."""
    zone: str
    """IANA name."""
    rule: str | None
    """RFC 5545 RRULE value without "RRULE:", as `parse_rule` gives it. None: it meets once."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series."""

    local: LocalTime
    """What the rule gives: the identity of this date, even if a clock change moves it."""
    at: datetime
    """The instant, aware, in UTC."""
    change: Change | None


def occurrences(series: Series, after: datetime) -> Iterator[Occurrence]:
    """The dates of `series` later than the aware instant `after`, lazily and in order.

    Raises:
        RuleError: the rule is not one that `parse_rule` gives.
        zoneinfo.ZoneInfoNotFoundError: the zone is unknown.
    """
    rule = read_rule(series.rule) if series.rule is not None else None
    for local in _times(series, rule, after):
        at, change = instant_of(local, series.zone)
        if rule is not None and _is_over(rule, local, at):
            return
        if at > after and not _no_such_day(local, at, series.zone, change):
            yield Occurrence(local, at, change)


def next_occurrence(series: Series, after: datetime) -> Occurrence | None:
    """The first date of `series` later than the aware instant `after`; None if there is none."""
    return next(occurrences(series, after), None)


def _times(series: Series, rule: Rule | None, after: datetime) -> Iterator[LocalTime]:
    if rule is None:
        yield LocalTime(series.start)
        return
    if _never_comes(rule):
        return
    # Where a series ends is a question of instants, and dateutil would ask it of local times.
    days = rrulestr(str(replace(rule, until=None)), dtstart=series.start)
    # Two days early, since local days begin up to a day before and after UTC's.
    early = wall_time(max(after, datetime(2, 1, 1, tzinfo=UTC)), series.zone) - timedelta(days=2)
    for local in days.xafter(early):
        if local.year > LAST_YEAR:
            return
        yield LocalTime(local)


def _never_comes(rule: Rule) -> bool:
    """Whether no month of the rule has any of its days, as with 30 February.

    dateutil finds that out as well, but day by day for thousands of years, while everybody waits.
    """
    longest = [monthrange(LEAP_YEAR, month)[1] for month in rule.months or range(1, 13)]
    return bool(rule.month_days) and all(abs(day) > max(longest) for day in rule.month_days)


def _is_over(rule: Rule, local: LocalTime, at: datetime) -> bool:
    until = rule.until
    if not isinstance(until, datetime):
        return until is not None and local.date() > until
    return (at if until.tzinfo else local) > until


def _no_such_day(local: LocalTime, at: datetime, zone: str, change: Change | None) -> bool:
    # Samoa had no 30 December 2011: what a place skips as a whole day is not held twice on the next.
    return change is Change.GAP and wall_time(at, zone) - local >= timedelta(days=1)
