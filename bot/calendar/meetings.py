"""The meetings of a series that has so many of them, whatever becomes of single dates.

A rule with a number of dates ends with its last date. A group that agreed on eight meetings has eight: a date that is
left out is made up for at the end, and one that is moved is still one of the eight. So the rule is followed without its
end, and what is counted is the meetings. Nothing here knows the present, or who comes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from .recurrence import Series, occurrences
from .rules import read_rule
from .wallclock import LocalTime


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting that is to come."""

    local: LocalTime
    """What the rule gives for it, also after it was moved."""
    at: datetime
    """When it begins: an aware instant, in UTC."""


def number_of(series: Series) -> int | None:
    """How many meetings the rule names; None when it names no number. Raises `RuleError`: it is no rule of ours."""
    return None if series.rule is None else read_rule(series.rule).count


def endless(series: Series) -> Series:
    """The same rhythm without its end. Raises `RuleError`: it is no rule of ours."""
    if series.rule is None:
        return series
    return replace(series, rule=str(replace(read_rule(series.rule), count=None, until=None)))


def meetings_left(
    series: Series,
    left: int,
    *,
    by_rule_after: datetime,
    now: datetime,
    changed: Mapping[LocalTime, datetime | None],
    begun: Collection[LocalTime] = (),
) -> list[Meeting]:
    """The meetings that are left, in the order in which they are.

    Args:
        series: the rhythm. Its end is not looked at.
        left: how many are left to hold.
        by_rule_after: the aware instant after which the dates of the rule are still to be held.
        now: the aware instant; a date that was moved and is past is over.
        changed: the dates that were changed, by what the rule gives for each: to when, or None for left out.
        begun: the dates that have been announced, by what the rule gives for each. They are not left.
    """
    moved = [
        Meeting(local, to)
        for local, to in changed.items()
        if to is not None and to > now and local not in begun
    ]
    by_rule = (
        Meeting(one.local, one.at)
        for one in occurrences(endless(series), by_rule_after)
        if one.local not in changed and one.local not in begun
    )
    # A date that was moved far ahead is still one of so many, so it is counted first.
    found = [*moved, *islice(by_rule, max(0, left - len(moved)))]
    return sorted(found, key=lambda one: (one.at, one.local))[: max(0, left)]
