"""The end of a rhythm: "for 6 weeks", "10 times", "until 31 March". It is a number of dates, or a last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from .colloquial import number_of
from .phrases import MomentError, dates_in
from .recurrence import Series, occurrences
from .repeat_codes import RepeatCode, RepeatError
from .rules import MOST_DATES, Rule
from .words import NUMBERS, ORDINALS, Names

_NUMBER = rf"\d{{1,4}}|an?|{'|'.join(NUMBERS)}"
_TIMES = re.compile(
    rf"(?:,| |^)(?:for )?(?:the next )?({_NUMBER}) ?"
    r"(?:times|sessions|meetings|evenings|dates|circles|occurrences)(?:$|,| )"
    r"| (?:x ?(\d{1,3})|(\d{1,3}) ?x)$"
)
_LASTING = re.compile(rf"\bfor (?:the next )?({_NUMBER}) ?(day|week|fortnight|month|year)s?\b,?")
_UNTIL = re.compile(
    r",? ?\b(?:until|till|til|through|thru|ending(?: on)?|ends(?: on)?|up to)\b (?P<date>.+)$"
)
_NEARLY_A_YEAR = 330
_UNKNOWN = re.compile(r"\b(?:for|until|till|til|ending|ends|during|throughout)\b")


@dataclass(frozen=True, slots=True)
class Ending:
    """When a rhythm is over: one of these is set."""

    times: int | None = None
    days: int | None = None
    months: int | None = None
    last: date | None = None


def ending_in(text: str, names: Names, start: date) -> tuple[str, Ending | None]:
    """A rhythm without its end, and that end; None when it has none.

    Raises:
        RepeatError: its end is not understood for certain, or lies before the beginning.
    """
    if re.search(rf"\b(?:{_NUMBER}) ?(?:times|x) (?:a|per|every|each)\b", text):
        return text, None  # how often in a week, which is no end
    if found := _UNTIL.search(text):
        return text[: found.start()], Ending(last=_last_day(found["date"], names, start))
    if found := _LASTING.search(text):
        number, unit = number_of(found[1]), found[2]
        days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
        ending = Ending(days=number * days) if days else Ending(months=number * (12 if unit == "year" else 1))
    elif found := _TIMES.search(text):
        ending = Ending(times=number_of(found[1] or found[2] or found[3]))
    elif _UNKNOWN.search(text) or _within_a_month(text, names):
        raise RepeatError(RepeatCode.ENDING)
    else:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,"), ending


def _within_a_month(text: str, names: Names) -> bool:
    """ "Tuesdays in December": until then, or each year?"""
    found = re.search(r"\b(?:in|of) ([^\W\d]{3,})$", text)
    is_nth = any(word in ORDINALS or re.fullmatch(r"\d(?:st|nd|rd|th)", word) for word in text.split())
    return found is not None and found[1] in names.months and not is_nth and not re.search(r"\d", text)


def _last_day(text: str, names: Names, start: date) -> date:
    """A date of the calendar, in the year that comes next if it names none."""
    words = [word for word in re.split(r"[\s,]+", text) if word not in ("the", "of", "on", "")]
    try:
        days = dates_in(words, names, start.year)
    except MomentError:
        days = []
    last = next((day for day in days if day > start), None)
    # Without a year, what is nearly a year away was more likely meant to be past.
    if last is None or (len(days) > 1 and (last - start).days > _NEARLY_A_YEAR):
        raise RepeatError(RepeatCode.ENDING)
    return last


def ended(rule: Rule, ending: Ending, start: datetime) -> Rule:
    """The rule with that end, as a number of dates or a last day.

    Raises:
        RepeatError: there would be no date, or too many.
    """
    if ending.last is not None:
        return replace(rule, until=ending.last)
    times = ending.times if ending.times is not None else sum(1 for _ in _within(rule, ending, start))
    # "Every month for three weeks" is one date, which is no rhythm, so it was meant otherwise.
    if not (1 if ending.times else 2) <= times <= MOST_DATES:
        raise RepeatError(RepeatCode.ENDING)
    return replace(rule, count=times)


def _within(rule: Rule, ending: Ending, start: datetime) -> Iterator[datetime]:
    """The dates from the first one on for as long as was said."""
    beginning = start.replace(tzinfo=UTC) - timedelta(seconds=1)
    over: datetime | None = None
    for number, one in enumerate(occurrences(Series(start, "UTC", str(rule)), beginning)):
        over = over or _after(one.local, ending)
        if one.local >= over or number > MOST_DATES:
            return
        yield one.local


def _after(first: datetime, ending: Ending) -> datetime:
    if ending.days is not None:
        return first + timedelta(days=min(ending.days, 366 * 99))
    years, month = divmod(first.month - 1 + min(ending.months or 0, 12 * 99), 12)
    length = monthrange(first.year + years, month + 1)[1]
    return first.replace(year=first.year + years, month=month + 1, day=min(first.day, length))
