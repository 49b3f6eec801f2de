"""Names of weekdays and months, and words for small numbers, as people type them.

No grammar here: what the words mean together is for `repeats` and `moments` to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

LONGEST_TEXT = 100
"""What is longer says more than a day and a time."""

_MORE_ENGLISH = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_FORMS = ("format", "stand-alone")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of weekdays (Monday is 0) and months (January is 1) in a language, and in English beside."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    dotted_dates: bool
    """Whether the language writes dates as day.month.year, so that 3.4. is 3 April and nothing else."""


def plain(text: str) -> str:
    """The text with compatibility characters, case and spaces levelled."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def locale_of(tag: str) -> Locale:
    """The locale of a Discord or BCP 47 tag ("de", "es-419"); English for one that is unknown."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=64)
def names_in(language: str) -> Names:
    """The names in a language and in English; the reader's own win ("mar" is Tuesday in French).

    A word for both a weekday and a month in one language ("mar" in Spanish) is left out: it would be a guess.
    """
    weekdays: dict[str, int] = {}
    months: dict[str, int] = {}
    locale = locale_of(language)
    for each in (Locale("en"), locale):
        days = dict(_days_of(each))
        moons = dict(_months_of(each))
        for word in days.keys() | moons.keys():
            weekdays.pop(word, None)
            months.pop(word, None)
            if word not in moons:
                weekdays[word] = days[word]
            elif word not in days:
                months[word] = moons[word]
    weekdays.update({word: day for word, day in _MORE_ENGLISH.items() if word not in months})
    return Names(weekdays, months, bool(re.match(r"d+\.\s*M+\.", locale.date_formats["short"].pattern)))


def _days_of(locale: Locale) -> Iterator[tuple[str, int]]:
    for form in _FORMS:
        for width in ("wide", "abbreviated", "short"):
            for number, name in get_day_names(width, form, locale).items():  # type: ignore[arg-type]
                yield plain(name).rstrip("."), number


def _months_of(locale: Locale) -> Iterator[tuple[str, int]]:
    for form in _FORMS:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, form, locale).items():  # type: ignore[arg-type]
                yield plain(name).rstrip("."), number
    if locale.language == "en":
        yield "sept", 9
