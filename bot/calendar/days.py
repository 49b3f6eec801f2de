"""Which day is meant: "next Tuesday", "the 13th", "Tuesday week", "5 December". Times of day are for `phrases`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from .colloquial import number_of
from .phrases import MomentCode, MomentError, dates_in
from .words import NUMBERS, ORDINALS, Names

DAY, WEEK = timedelta(days=1), timedelta(days=7)

# The few words that a date has around it in the commoner languages. Any other makes a text unclear.
FILLER = re.compile(r"at|on|the|of|this|coming|um|am|den|le|du|à|a|el|la|las|de|às|il|alle|om|op|в|[-–.]")
_NEXT = re.compile(r"next|nächste[nrs]?|kommenden|prochaine?|próxim[oa]|prossim[oa]|volgende")
RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2}
COUNTED = rf"(?:\d{{1,9}}|an?|{'|'.join(NUMBERS)})"
_DAYS_AHEAD = re.compile(rf"(?:today )?in (?:({COUNTED}) )?(day|week)s?")  # "a" was a filler
_WEEKS_FROM = re.compile(rf"(?:({COUNTED}) )?weeks?(?: from)? (.+)")
_A_WEEK_LATER = re.compile(r"(.+?) (?:week|after next)")
_DAY_OF_MONTH = re.compile(r"(\d\d?)(?:st|nd|rd|th)")
_AROUND = frozenset(("at", "on", "the", "of", "in"))
_NTH_OF_A_MONTH = re.compile(
    rf"(?P<nth>{'|'.join(ORDINALS)}|[1-5](?:st|nd|rd|th)) (?P<day>\S+) "
    r"(?P<month>next month|this month|[^\W\d]{3,}\.?)(?: (?P<year>2\d{3}))?"
)
_FARTHEST_WEEKS = 110


def weekday_in(word: str, names: Names) -> int | None:
    """The weekday that a word names: Monday is 0."""
    return names.weekdays.get(word.rstrip("."))


def days_meant(words: list[str], names: Names, today: date) -> list[date] | None:
    """The days that may be meant, in order: the first whose time has not passed is. None if they name no day.

    Args:
        words: what was typed besides the time of day.
        names: of weekdays and months.
        today: the day it is where they are meant.

    Raises:
        MomentError: they name a day that does not exist, or either of two.
    """
    if nth := _nth_of_a_month(words, names, today):
        return nth
    words = [word for word in words if not FILLER.fullmatch(word)]
    if not words:
        return [today, today + DAY]
    if len(words) == 2 and _DAY_OF_MONTH.fullmatch(words[0]) and weekday_in(words[1], names) is not None:
        raise MomentError(MomentCode.UNCLEAR)  # the 4th Friday is no Friday the 4th
    text = " ".join(words)
    if later := _later(text, names, today):
        return later
    weekdays = {day for word in words if (day := weekday_in(word, names)) is not None}
    others = [word for word in words if weekday_in(word, names) is None]
    if len(weekdays) > 1:
        raise MomentError(MomentCode.UNCLEAR)
    if weekdays and others == ["next", "week"]:
        monday = today - today.weekday() * DAY + WEEK
        return [monday + weekdays.pop() * DAY]
    after_today = len(others) == 1 and bool(_NEXT.fullmatch(others[0]))
    if weekdays and (after_today or not others):
        first = today + timedelta(days=(weekdays.pop() - today.weekday()) % 7)
        return [day for day in (first, first + WEEK) if day > today or not after_today]
    phrase = " ".join(others)
    if phrase in RELATIVE:
        return [today + RELATIVE[phrase] * DAY]
    if found := _DAYS_AHEAD.fullmatch(phrase):
        return [today + number_of(found[1] or "a") * (WEEK if found[2] == "week" else DAY)]
    if found := _DAY_OF_MONTH.fullmatch(phrase):
        return _of_each_month(int(found[1]), today)
    return dates_in(others, names, today.year) or None


def _nth_of_a_month(words: list[str], names: Names, today: date) -> list[date]:
    """The first Tuesday of December, in each year; the third Thursday of next month. Nothing for any other words."""
    found = _NTH_OF_A_MONTH.fullmatch(" ".join(word for word in words if word not in _AROUND))
    if found is None or (weekday := weekday_in(found["day"], names)) is None:
        return []
    nth = ORDINALS.get(found["nth"]) or int(found["nth"][:-2])
    months = _months_meant(found["month"], found["year"], names, today)
    days = [day for year, month in months if (day := _nth_weekday(year, month, nth, weekday)) is not None]
    if months and not days:
        raise MomentError(MomentCode.NO_SUCH_DAY)
    return days


def _months_meant(word: str, year: str | None, names: Names, today: date) -> list[tuple[int, int]]:
    if word in ("next month", "this month"):
        years, month = divmod(today.month - 1 + (word == "next month"), 12)
        return [(today.year + years, month + 1)]
    month_number = names.months.get(word.rstrip("."))
    if month_number is None:
        return []
    return [(int(year), month_number)] if year else [(today.year + ahead, month_number) for ahead in range(3)]


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """That weekday in that month, -1 for the last; None when there is none."""
    length = monthrange(year, month)[1]
    days = [day for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
    return date(year, month, days[nth - 1 if nth > 0 else nth]) if nth <= len(days) else None


def _later(text: str, names: Names, today: date) -> list[date]:
    """A week on Tuesday, Tuesday week, Tuesday after next, two weeks from tomorrow."""
    if found := _WEEKS_FROM.fullmatch(text):
        weeks, day = number_of(found[1] or "a"), found[2]
    elif found := _A_WEEK_LATER.fullmatch(text):
        weeks, day = 1, found[1]
    else:
        return []
    if weeks > _FARTHEST_WEEKS:
        raise MomentError(MomentCode.TOO_FAR)
    if day in RELATIVE:
        return [today + RELATIVE[day] * DAY + weeks * WEEK]
    weekday = weekday_in(day, names)
    if weekday is None:
        return []
    return [today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1) + weeks * WEEK]


def _of_each_month(day: int, today: date) -> list[date]:
    if not 1 <= day <= 31:
        raise MomentError(MomentCode.NO_SUCH_DAY)
    months = (divmod(today.month - 1 + ahead, 12) for ahead in range(13))
    places = [(today.year + years, month + 1) for years, month in months]
    found = [date(year, month, day) for year, month in places if day <= monthrange(year, month)[1]]
    return [one for one in found if one >= today]
