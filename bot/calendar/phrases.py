"""The parts of a typed moment that mean the same on any day: a time of day, and a date of the calendar.

What depends on the present ("tomorrow", which year) is for `moments`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum
from typing import Protocol

from .words import Names


class MomentCode(StrEnum):
    """Stable codes for what cannot be taken as a moment."""

    DATE_OR_TIME = "date_or_time"
    """7.10 is ten past seven to some, and 7 October to others."""
    DAY_OR_MONTH = "day_or_month"
    """03/04 is March to some, and April to others."""
    HALF_OF_DAY = "half_of_day"
    """A seven that may be in the morning or in the evening."""
    MIDNIGHT = "midnight"
    """The one before that day, or after it?"""
    MISMATCH = "mismatch"
    """The weekday and the date are different days."""
    NO_SUCH_DAY = "no_such_day"
    NO_TIME = "no_time"
    """A day without a time of day."""
    OFFSET = "offset"
    """An offset that does not exist, or a zone among words: the zone is asked for on its own."""
    PAST = "past"
    RANGE = "range"
    """A beginning and an end."""
    SECOND_PASS = "second_pass"  # noqa: S105 - no password
    """An instant in an hour that the clocks show twice, the second time: a time on the wall cannot say that."""
    TOO_FAR = "too_far"
    UNCLEAR = "unclear"


class MomentError(ValueError):
    """Words that are no moment."""

    def __init__(self, code: MomentCode) -> None:
        super().__init__(code)
        self.code = code


_HOUR = r"(?<![\d.:])(?P<h>\d{1,2})"
_HALF = r"(?P<half>[ap])\.? ?m\b\.?"
_OF_TWELVE = re.compile(rf"{_HOUR}(?::(?P<m>\d\d))? ?o['’]?clock\b(?: ?{_HALF})?")
_DOTTED = re.compile(r"(?<![\d.:/-])(?P<h>\d{1,2})\.(?P<m>\d\d)(?![\d.:/-])")
_CLOCKS = (
    _OF_TWELVE,
    re.compile(rf"{_HOUR}:(?P<m>\d\d)(?![\d:])(?: ?{_HALF}| ?(?:uhr|hrs|h)\b)?"),
    re.compile(rf"{_HOUR}(?:\.(?P<m>\d\d))? ?{_HALF}"),
    re.compile(rf"{_HOUR}\.(?P<m>\d\d) ?uhr\b"),
    re.compile(rf"{_HOUR} ?(?:uhr|heures?|hrs|h)(?: ?(?P<m>\d\d))?(?![\w:.])"),
    re.compile(rf"{_HOUR} ?(?:時|시|点|點)(?: ?(?P<m>\d\d)(?:分|분))?"),
    re.compile(r"\b(?P<noon>noon|midday)\b"),
    _DOTTED,  # last: in "5.12 19:00" it is the date
)
_MIDNIGHT = re.compile(r"\b(?:24[:.]00|midnight|mitternacht|minuit|medianoche|meia-noite|mezzanotte)\b")
_SECOND_CLOCK = re.compile(r"(?<!\S)(?:utc|gmt)?[+-]\d\d?:\d\d")


def clock_in(text: str, part: PartOfDay | None = None) -> tuple[time | None, str]:
    """The time of day in a text, if there is one, and the text without it.

    Args:
        part: the part of the day that the text names, which tells the hours of a clock with twelve apart.

    Raises:
        MomentError: there are two, or one that does not exist, or that is either of two.
    """
    if _MIDNIGHT.search(text):
        raise MomentError(MomentCode.MIDNIGHT)
    for pattern in _CLOCKS:
        if found := pattern.search(text):
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            if ":" in rest:
                raise MomentError(MomentCode.OFFSET if _SECOND_CLOCK.search(rest) else MomentCode.UNCLEAR)
            return _clock_of(found, part), rest
    return None, text


class PartOfDay(Protocol):
    """A part of the day, such as the evening."""

    def place(self, clock: time, *, is_whole: bool = False) -> time:
        """That time in this part of the day. Raises `MomentError` when it is in another."""


def _clock_of(found: re.Match[str], part: PartOfDay | None) -> time:
    clock = _clock_alone(found, part)
    return clock if part is None else part.place(clock, is_whole=bool(found.groupdict().get("half")))


def _clock_alone(found: re.Match[str], part: PartOfDay | None) -> time:
    parts = found.groupdict()
    if parts.get("noon"):
        return time(12)
    hour, minute = int(parts["h"]), int(parts.get("m") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            raise MomentError(MomentCode.UNCLEAR)
        return time_of(hour % 12 + (12 if half == "p" else 0), minute)
    if found.re is _OF_TWELVE and part is None:
        raise MomentError(MomentCode.HALF_OF_DAY)
    if found.re is _DOTTED and 1 <= hour <= 31 and 1 <= minute <= 12:
        raise MomentError(MomentCode.DATE_OR_TIME)
    return time_of(hour, minute)


def time_of(hour: int, minute: int = 0, second: int = 0) -> time:
    """A time of day, or `MomentError` UNCLEAR."""
    try:
        return time(hour, minute, second)
    except ValueError:
        raise MomentError(MomentCode.UNCLEAR) from None


def date_of(year: int, month: int, day: int) -> date:
    """A day, or `MomentError` NO_SUCH_DAY."""
    try:
        return date(year, month, day)
    except ValueError:
        raise MomentError(MomentCode.NO_SUCH_DAY) from None


_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d\d?)\2(\d\d?)")
_EAST_ASIAN = re.compile(r"(?:(\d{4})[年년])?(\d\d?)[月월](\d\d?)[日일]")
_NUMERIC = re.compile(r"(\d\d?)([./-])(\d\d?)(?:\2(\d{4}|\d\d)?)?")
_YEAR = re.compile(r"2\d{3}")
_DAY_NUMBER = re.compile(r"(\d\d?)(?:st|nd|rd|th|er|\.|º)?")


def dates_in(words: Sequence[str], names: Names, this_year: int) -> list[date]:
    """The days that a date of the calendar may mean, one for each year if it names none; nothing if it is no date.

    Raises:
        MomentError: it names a day that does not exist, or either of two.
    """
    text = "".join(words)
    if found := _YEAR_FIRST.fullmatch(text):
        return [date_of(int(found[1]), int(found[3]), int(found[4]))]
    if found := _EAST_ASIAN.fullmatch(text):
        return _in_years(int(found[2]), int(found[3]), [int(found[1])] if found[1] else [], this_year)
    if len(words) == 1 and (found := _NUMERIC.fullmatch(text)):
        return _numeric(found, names, this_year)
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    months = [month for word in words if (month := names.months.get(word.rstrip(".")))]
    days = [int(found[1]) for word in words if (found := _DAY_NUMBER.fullmatch(word))]
    if len(months) != 1 or len(days) != 1 or len(years) > 1 or len(words) != 2 + len(years):
        return []
    return _in_years(months[0], days[0], years, this_year)


def _numeric(found: re.Match[str], names: Names, this_year: int) -> list[date]:
    """3.4. where people write so; 25/12 and 12/25, but not 3/4, which is March to some and April to others."""
    first, second = int(found[1]), int(found[3])
    years = [int(found[4]) + (2000 if len(found[4]) == 2 else 0)] if found[4] else []
    if (found[2] == "." and names.dotted_dates) or first > 12 or first == second:
        return _in_years(second, first, years, this_year)
    if second > 12:
        return _in_years(first, second, years, this_year)
    raise MomentError(MomentCode.DAY_OR_MONTH)


def _in_years(month: int, day: int, years: list[int], this_year: int) -> list[date]:
    if years:
        return [date_of(years[0], month, day)]
    date_of(2024, month, day)  # a leap year: a day that is not in it is in none
    leap_day = (month, day) == (2, 29)
    return [
        date(year, month, day) for year in range(this_year, this_year + 9) if not leap_day or _is_leap(year)
    ]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
