"""The dates of a repeating circle: an RFC 5545 rule on local time, expanded lazily to instants.

Nothing here reads what people type (`repeats`, `moments`), keeps what was found, or knows the present.

The days of one step (a day, a week, a month, a year) are filtered here rather than by `dateutil.rrule`, which can
neither start in the middle of a series nor stop looking for 30 February before the year 9999. It is the oracle of the
tests: both give the same dates.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from .rules import Freq, Rule, RuleCode, RuleError, parse_rule, read_rule
from .wallclock import Change, instant_of, wall_time

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

LONGEST_WAIT_YEARS = 40
"""How far the next date is looked for. 29 February on a given weekday comes every 28 years, or 40 across 2100: what
takes longer never comes, or is no rhythm of a group."""
LAST_YEAR = 9990


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

    local: datetime
    """Naive local time by the rule: the identity of this date (RECURRENCE-ID), even if a clock change moves it."""
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


def _times(series: Series, rule: Rule | None, after: datetime) -> Iterator[datetime]:
    start = series.start
    if rule is None:
        yield start
        return
    # Two days early, since local days begin up to a day before and after UTC's. A counted rule has to be counted.
    early = wall_time(max(after, datetime(2, 1, 1, tzinfo=UTC)), series.zone).date() - timedelta(days=2)
    days = _days(_explicit(rule, start), start.date(), start.date() if rule.count else early)
    for number, day in enumerate(days, 1):
        if rule.count and number > rule.count:
            return
        if day >= early:
            yield datetime.combine(day, start.time())


def _is_over(rule: Rule, local: datetime, at: datetime) -> bool:
    until = rule.until
    if not isinstance(until, datetime):
        return until is not None and local.date() > until
    return (at if until.tzinfo else local) > until


def _no_such_day(local: datetime, at: datetime, zone: str, change: Change | None) -> bool:
    # Samoa had no 30 December 2011: what a place skips as a whole day is not held twice on the next.
    return change is Change.GAP and wall_time(at, zone) - local >= timedelta(days=1)


def _explicit(rule: Rule, start: datetime) -> Rule:
    """The rule with what RFC 5545 takes from the start written out, so that it can be read from any step on."""
    if rule.weekdays or rule.month_days or rule.freq is Freq.DAILY:
        return rule
    if rule.freq is Freq.WEEKLY:
        return replace(rule, weekdays=((0, start.weekday()),))
    if rule.freq is Freq.YEARLY and not rule.months:
        return replace(rule, months=(start.month,), month_days=(start.day,))
    return replace(rule, month_days=(start.day,))


def _days(rule: Rule, start: date, early: date) -> Iterator[date]:
    """The days of an explicit rule from `start` on, beginning with the step that `early` is in."""
    found = max(start, early)
    for step in count(
        max(0, _steps_between(rule, start, early) // rule.interval) * rule.interval, rule.interval
    ):
        first, days = _step(rule, start, step)
        if first.year > min(found.year + LONGEST_WAIT_YEARS, LAST_YEAR):
            return
        for day in _chosen(rule, days):
            if day >= start:
                found = max(found, day)
                yield day


def _steps_between(rule: Rule, start: date, day: date) -> int:
    match rule.freq:
        case Freq.DAILY:
            return (day - start).days
        case Freq.WEEKLY:
            return (day - _week_of(rule, start)).days // 7
        case Freq.MONTHLY:
            return (day.year - start.year) * 12 + day.month - start.month
        case Freq.YEARLY:
            return day.year - start.year


def _step(rule: Rule, start: date, step: int) -> tuple[date, Iterator[date]]:
    """The first day of a step, and those of its days that can match."""
    match rule.freq:
        case Freq.DAILY:
            first = start + timedelta(days=step)
            return first, iter((first,))
        case Freq.WEEKLY:
            first = _week_of(rule, start) + timedelta(days=7 * step)
            return first, (first + timedelta(days=n) for n in range(7))
        case Freq.MONTHLY:
            years, month = divmod(start.month - 1 + step, 12)
            first = date(start.year + years, month + 1, 1)
            return first, _month(first.year, first.month)
        case Freq.YEARLY:
            first = date(start.year + step, 1, 1)
            months = rule.months or range(1, 13)
            return first, (day for month in months for day in _month(first.year, month))


def _week_of(rule: Rule, day: date) -> date:
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def _month(year: int, month: int) -> Iterator[date]:
    return (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))


def _chosen(rule: Rule, days: Iterator[date]) -> list[date]:
    chosen = [day for day in days if _matches(rule, day)]
    if rule.positions:
        size = len(chosen)
        places = {place - 1 if place > 0 else size + place for place in rule.positions}
        chosen = [chosen[place] for place in sorted(places) if 0 <= place < size]
    return chosen


def _matches(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if not rule.weekdays:
        return True
    weekday = day.weekday()
    if rule.weekdays[0][0] == 0:
        return (0, weekday) in rule.weekdays
    within, length = _place(rule, day)
    return not {(within // 7 + 1, weekday), (-((length - 1 - within) // 7) - 1, weekday)}.isdisjoint(
        rule.weekdays
    )


def _place(rule: Rule, day: date) -> tuple[int, int]:
    """How many days lie before `day` in what an ordinal counts in (a month, or a year), and the length of that."""
    if rule.freq is Freq.YEARLY and not rule.months:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        return (day - first).days, (last - first).days + 1
    return day.day - 1, monthrange(day.year, day.month)[1]
