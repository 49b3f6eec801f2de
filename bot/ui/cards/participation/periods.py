"""Periods of the record: as people type them, as they are offered, and in words. They are whole calendar quarters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from babel.dates import format_date, format_interval

from bot.services.participation.reports import Quarter

from ...dates import locale_of
from ...i18n import Translator

USUAL_QUARTERS = 4
"""How many quarters are shown unless somebody chooses, with the one that is under way."""
_YEAR = re.compile(r"\d{4}")
_QUARTER = re.compile(r"[QqTt]\s*([1-4])")

Period = tuple[Quarter, ...]


def usual(now: Quarter) -> Period:
    """The last quarters."""
    return tuple(now.back(count) for count in reversed(range(USUAL_QUARTERS)))


def read(typed: str, now: Quarter) -> Period | None:
    """The quarters that somebody means by `2026`, `2026-Q4` or `Q4 2026`; None when they are not plain, or to come."""
    quarter, year = _QUARTER.search(typed), _YEAR.search(typed)
    rest = _QUARTER.sub("", _YEAR.sub("", typed))
    if year is None or not int(year[0]) or rest.strip(" -/."):  # the calendar knows no year 0
        return None
    numbers = range(1, 5) if quarter is None else (int(quarter[1]),)
    found = tuple(Quarter(int(year[0]), number) for number in numbers if (int(year[0]), number) <= now)
    return found or None


def offered(t: Translator, quarters: Sequence[Quarter]) -> list[tuple[str, str]]:
    """What is offered to choose from, as names and values: these quarters, the latest first, and their years."""
    years = sorted({quarter.year for quarter in quarters}, reverse=True)
    named = [(words(t, (quarter,)), str(quarter)) for quarter in quarters]
    return [*named, *((t("All of {year}", year=year), str(year)) for year in years)]


def words(t: Translator, period: Period) -> str:
    """A period in words: `October to December 2026`."""
    first, last = period[0].starts_at.date(), period[-1].next.starts_at.date() - timedelta(days=1)
    return format_interval(first, last, "yMMMM", locale=locale_of(t))


def short(t: Translator, quarter: Quarter | None) -> str:
    """A quarter in few letters: `Q4 2026`."""
    if quarter is None:
        return t("earlier")
    return format_date(quarter.starts_at.date(), "QQQ y", locale=locale_of(t))
