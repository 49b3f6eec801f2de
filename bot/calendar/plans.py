"""The first time of a circle, and the rhythm that people write with it: "second Tuesday 7pm", "every Friday 18:00"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from .moments import Moment, MomentCode, MomentError, parse_moment
from .recurrence import Series, next_occurrence
from .repeat_codes import RepeatCode, RepeatError
from .repeats import parse_repeat
from .rhythm_words import time_in_rhythm
from .rules import Rule, RuleError, read_rule
from .wallclock import wall_time
from .words import LONGEST_TEXT, names_in, plain


class PlanCode(StrEnum):
    """Stable codes for a time and a rhythm that do not go together."""

    TWO_RHYTHMS = "two_rhythms"


class PlanError(ValueError):
    """Each can be read, and both together cannot be meant."""

    def __init__(self, code: PlanCode) -> None:
        super().__init__(code)
        self.code = code


_ASKED_BACK = (
    RepeatCode.AMBIGUOUS,
    RepeatCode.BIMONTHLY,
    RepeatCode.ENDING,
    RepeatCode.EXCEPT,
    RepeatCode.LENGTH,
    RepeatCode.WHICH_DAYS,
)
"""What is certainly meant as a rhythm, and is asked about as one."""
_AHEAD = re.compile(r"in\b")  # "in a week" is a day, and "a week" a rhythm
_FROM = re.compile(r"^(?P<rhythm>.*?),? ?\b(?:starting|beginning|from|starts|begins)(?: on)? (?P<first>.+)$")


def parse_plan(
    when: str, repeat: str, now: datetime, zone: str, language: str = "en"
) -> tuple[Moment, str | None]:
    """The first date and the rule of a circle, from what was typed for each; None for once.

    A rhythm that was typed with the time counts where the other one says the same less exactly ("last Friday 18:30",
    and "monthly").

    Raises:
        MomentError: the time is not understood for certain.
        RepeatError: the rhythm is not.
        PlanError: they contradict each other.
        zoneinfo.ZoneInfoNotFoundError: the zone is unknown.
    """
    first, typed_with = parse_when(when, now, zone, language)
    rule = parse_repeat(repeat, first.local, language)
    if typed_with is None or rule is None:
        return first, rule
    return first, _both(read_rule(typed_with), read_rule(rule))


def _both(with_time: Rule, alone: Rule) -> str:
    """The more exact one of two rules, with the end of either."""
    if (with_time.freq, with_time.interval) != (alone.freq, alone.interval):
        raise PlanError(PlanCode.TWO_RHYTHMS)
    ends = [(rule.count, rule.until) for rule in (with_time, alone) if rule.count or rule.until]
    if len(set(ends)) > 1:
        raise PlanError(PlanCode.TWO_RHYTHMS)
    count, until = ends[0] if ends else (None, None)
    return str(replace(with_time, count=count, until=until))


def parse_when(text: str, now: datetime, zone: str, language: str = "en") -> tuple[Moment, str | None]:
    """The first date that `text` means, and the rule that was typed with it; None when there is none.

    Raises:
        MomentError: it is not understood for certain.
        RepeatError: it is a rhythm, and that is not.
        zoneinfo.ZoneInfoNotFoundError: the zone is unknown.
    """
    try:
        return parse_moment(text, now, zone, language), None
    except MomentError as error:
        if error.code not in (MomentCode.UNCLEAR, MomentCode.HALF_OF_DAY):
            raise
        found = _rhythm(plain(text), now, zone, language) if len(text) <= LONGEST_TEXT else None
        if found is None:
            raise
        return found


def _rhythm(typed: str, now: datetime, zone: str, language: str) -> tuple[Moment, str] | None:
    """A rhythm with a time of day, and its first date; None if it is no rhythm.

    Raises:
        MomentError: it is one, and its time or its first day is not understood for certain.
    """
    if _AHEAD.match(typed):
        return None
    found = _FROM.match(typed)
    rhythm, first_day = (found["rhythm"], found["first"]) if found else (typed, "")
    try:
        rest, clocks = time_in_rhythm(rhythm, names_in(language))
        if not rest.strip() or parse_repeat(rest, wall_time(now, zone), language) is None:
            return None
    except RepeatError as error:
        if error.code in _ASKED_BACK:
            raise
        return None
    if len(clocks) > 1:
        raise MomentError(MomentCode.HALF_OF_DAY)
    clock = f"{clocks[0]:%H:%M}" if clocks else ""
    if not clock and not first_day:
        raise MomentError(MomentCode.NO_TIME)
    earliest = parse_moment(f"{first_day} {clock}".strip(), now, zone, language)
    try:
        rule = read_rule(parse_repeat(rest, earliest.local, language) or "")
        first = _first_of(rule, earliest, zone)
        return first, parse_repeat(rest, first.local, language) or ""
    except (RepeatError, RuleError):
        raise MomentError(MomentCode.UNCLEAR) from None


def _first_of(rule: Rule, earliest: Moment, zone: str) -> Moment:
    """The first date of a rule that is not before that moment; every second week is counted from there."""
    each = replace(rule, interval=1, count=None, until=None)
    series = Series(earliest.local, zone, str(each))
    one = next_occurrence(series, earliest.at - timedelta(seconds=1))
    if one is None:
        raise MomentError(MomentCode.UNCLEAR)
    return Moment(one.local, one.at, one.change)
