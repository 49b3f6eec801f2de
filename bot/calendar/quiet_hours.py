"""What people type for their quiet hours: "22:00 - 07:00", "10pm to 7am", "from 22 until 7"."""

from __future__ import annotations

import re
from datetime import time

from .phrases import MomentError, time_of
from .words import NUMBERS, plain

_CLOCK = r"(\d{1,2})(?:[:.h]?(\d\d))?(?: ?([ap])\.? ?m?\b\.?| ?uhr| ?h)?"
_BETWEEN = r"-|–|—|→|~|/|,|to|until|till|til|through|and|bis"
_HOURS = re.compile(rf"(?:from |between |after )?{_CLOCK} ?(?:{_BETWEEN}) ?{_CLOCK}")
_SIMPLE = (
    (
        re.compile(
            r"^(?:quiet )?(?:every |each )?(?:(?:nights?|day|daily):? )?(?=from|between|after|\d|\w+ ?[ap]\.?m)"
        ),
        "",
    ),
    (re.compile(r",? please$|['’](?=til)|\.$"), ""),
    (re.compile(r" in the morning\b"), "am"),
    (re.compile(r" (?:in the evening|at night)\b"), "pm"),
    (re.compile(r"\bmidnight\b|\b24[:.]00\b"), "0:00"),
    (re.compile(r"\bnoon\b|\bmidday\b"), "12:00"),
    (re.compile(rf"\b({'|'.join(NUMBERS)})(?= ?[ap]\.? ?m\b)"), lambda word: str(NUMBERS[word[1]])),
)


def parse_hours(text: str) -> tuple[time, time] | None:
    """When the quiet hours begin and end; None where that is not certain.

    Hours of a clock with twelve need am or pm, or a colon: "9 to 5" may be by day or by night, and so may "10-7am".
    """
    typed = plain(text)
    for pattern, words in _SIMPLE:
        typed = pattern.sub(words, typed)
    found = _HOURS.fullmatch(typed)
    if found is None:
        return None
    first, last = found.groups()[:3], found.groups()[3:]
    try:
        begins, ends = (_clock(hour, minute, half) for hour, minute, half in (first, last))
    except MomentError:
        return None
    hours = (begins.hour, ends.hour)
    is_marked = any(minute or half for _, minute, half in (first, last)) or max(hours) > 12 or 0 in hours
    is_open = bool(last[2]) and not first[2] and 1 <= begins.hour <= 12
    return (begins, ends) if begins != ends and is_marked and not is_open else None


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    if half is None:
        return time_of(int(hour), int(minute or 0))
    if not 1 <= int(hour) <= 12:
        return time_of(24)  # 13pm is none
    return time_of(int(hour) % 12 + (12 if half == "p" else 0), int(minute or 0))
