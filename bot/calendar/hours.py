"""What people type for their quiet hours: "22:00 - 07:00", "10pm to 7am", "from 22 until 7"."""

from __future__ import annotations

import re
from datetime import time

from .phrases import MomentError, time_of
from .words import plain

_CLOCK = r"(\d{1,2})(?:[:.h](\d\d)?)?(?: ?([ap])\.? ?m\.?| ?uhr| ?h)?"
_HOURS = re.compile(rf"(?:from |between )?{_CLOCK} ?(?:-|–|to|until|till|and) ?{_CLOCK}")
_WORDS = {"midnight": "0:00", "noon": "12:00", "midday": "12:00"}


def parse_hours(text: str) -> tuple[time, time] | None:
    """When the quiet hours begin and end; None where that is not certain.

    Hours of a clock with twelve need am or pm, or a colon: "9 to 5" may be by day or by night.
    """
    typed = plain(text)
    for word, clock in _WORDS.items():
        typed = typed.replace(word, clock)
    found = _HOURS.fullmatch(typed)
    if found is None:
        return None
    first, last = found.groups()[:3], found.groups()[3:]
    try:
        begins, ends = (_clock(hour, minute, half) for hour, minute, half in (first, last))
    except MomentError:
        return None
    is_marked = any(minute or half for _, minute, half in (first, last)) or max(begins, ends).hour > 12
    return (begins, ends) if begins != ends and is_marked else None


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    if half is None:
        return time_of(int(hour), int(minute or 0))
    if not 1 <= int(hour) <= 12:
        return time_of(24)  # 13pm is none
    return time_of(int(hour) % 12 + (12 if half == "p" else 0), int(minute or 0))
