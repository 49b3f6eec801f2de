"""A rule as data that can be worded in any language. The sentence about it is not written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .rules import Freq, Rule, read_rule


class Kind(StrEnum):
    """What a rule comes down to."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule in the terms people speak of it. What is empty is as on the first date."""

    kind: Kind
    interval: int = 1
    """Every so many days, weeks or months."""
    weekdays: tuple[int, ...] = ()
    """Monday is 0."""
    ordinals: tuple[int, ...] = ()
    """Which of these weekdays in the month: 1 is the first, -1 the last."""
    month_days: tuple[int, ...] = ()
    """Which days of the month: -1 is the last. A month without such a day is left out."""
    count: int | None = None
    until: date | datetime | None = None
    """The last date: to the end of that local day, a naive local time, or an aware UTC instant."""
    rule: str | None = None
    """The rule itself, for the kind OTHER."""


def describe(rule: str | None) -> Repeat:
    """What a rule comes down to.

    Raises:
        RuleError: it is not a rule that `parse_rule` gives.
    """
    if rule is None:
        return Repeat(Kind.ONCE)
    read = read_rule(rule)
    kind = _kind(read)
    known = kind is not Kind.OTHER
    return Repeat(
        kind=kind,
        interval=read.interval,
        weekdays=tuple(sorted({day for _, day in read.weekdays})) if known else (),
        ordinals=tuple(sorted({nth for nth, _ in read.weekdays if nth}, key=_first_to_last)) if known else (),
        month_days=tuple(sorted(read.month_days, key=_first_to_last)) if known else (),
        count=read.count,
        until=read.until,
        rule=rule,
    )


def _kind(rule: Rule) -> Kind:
    if rule.months or rule.positions:
        return Kind.OTHER
    if rule.freq is Freq.WEEKLY:
        return Kind.WEEKLY
    if rule.freq is Freq.DAILY and not rule.weekdays and not rule.month_days:
        return Kind.DAILY
    if rule.freq is Freq.MONTHLY and not rule.weekdays:
        return Kind.MONTHLY_DAY
    nths = {nth for nth, _ in rule.weekdays}
    days = {day for _, day in rule.weekdays}
    whole = 0 not in nths and len(rule.weekdays) == len(nths) * len(days)
    if rule.freq is Freq.MONTHLY and not rule.month_days and whole:
        return Kind.MONTHLY_WEEKDAY
    return Kind.OTHER


def _first_to_last(number: int) -> tuple[bool, int]:
    return number < 0, number
