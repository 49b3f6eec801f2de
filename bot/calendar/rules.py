"""RFC 5545 recurrence rules as checked data: the part of the grammar that a circle can use.

No dates are computed here (`recurrence` does), and no sentence says what is wrong with a rule: a code does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_TEXT = 400
MOST_DATES = 999


class Freq(StrEnum):
    """How long one step of a rule is."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class RuleCode(StrEnum):
    """Stable codes for what is wrong with a rule."""

    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    NO_FREQ = "no_freq"
    TOO_OFTEN = "too_often"
    UNKNOWN_PART = "unknown_part"
    REPEATED_PART = "repeated_part"
    UNSUPPORTED_PART = "unsupported_part"
    BAD_VALUE = "bad_value"
    BAD_INTERVAL = "bad_interval"
    BAD_COUNT = "bad_count"
    BAD_UNTIL = "bad_until"
    COUNT_AND_UNTIL = "count_and_until"


class RuleError(ValueError):
    """A rule that cannot be used; `part` is the key that is wrong, or empty."""

    def __init__(self, code: RuleCode, part: str = "") -> None:
        super().__init__(f"{code} {part}".strip())
        self.code = code
        self.part = part


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. `str()` gives its one normal form."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    """The last moment: a date (to the end of that local day), a naive local time, or an aware UTC instant."""
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    """Days of the month; -1 is the last one."""
    weekdays: tuple[tuple[int, int], ...] = ()
    """Pairs of (ordinal, weekday): Monday is 0, ordinal 0 is every one, -1 the last of the month or year."""
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        parts = {
            "FREQ": self.freq.value,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "COUNT": str(self.count) if self.count else "",
            "UNTIL": _until_text(self.until),
            "BYMONTH": _joined(self.months),
            "BYMONTHDAY": _joined(self.month_days),
            "BYDAY": ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in self.weekdays),
            "BYSETPOS": _joined(self.positions),
            "WKST": WEEKDAYS[self.week_start] if self.week_start else "",
        }
        return ";".join(f"{key}={value}" for key, value in parts.items() if value)


LARGEST_INTERVAL = {Freq.DAILY: 366, Freq.WEEKLY: 104, Freq.MONTHLY: 24, Freq.YEARLY: 10}
"""Longer is a slip of the keyboard, or no rhythm."""

SUB_DAILY = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
TIME_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
UNUSED_PARTS = frozenset({"BYWEEKNO", "BYYEARDAY", "RSCALE", "SKIP"})
"""Parts of the standard that nobody plans a circle by, and that calendar programs read differently."""
PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
)

NOT_WITH = {
    Freq.DAILY: frozenset({"BYSETPOS"}),
    Freq.WEEKLY: frozenset({"BYMONTHDAY", "BYSETPOS"}),
    Freq.MONTHLY: frozenset[str](),
    Freq.YEARLY: frozenset[str](),
}
"""RFC 5545, 3.3.10. BYSETPOS with days and weeks is legal, but BYDAY says the same and readers agree on it."""

_PART = re.compile(r"([A-Z-]+)=([A-Z0-9,+:-]+)")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


def parse_rule(text: str) -> str:
    """The normal form of an RFC 5545 rule, with or without "RRULE:" in front.

    Raises:
        RuleError: it is not a rule, or one that a circle cannot use. Its `code` says why, `part` where.
    """
    return str(read_rule(text))


@lru_cache(maxsize=4096)
def read_rule(text: str) -> Rule:
    """The same as `parse_rule`, as data."""
    if len(text) > LONGEST_TEXT:
        raise RuleError(RuleCode.TOO_LONG)
    parts = _parts(text)
    freq = _freq(parts)
    for key in parts:
        if key in NOT_WITH[freq]:
            raise RuleError(RuleCode.UNSUPPORTED_PART, key)
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError(RuleCode.COUNT_AND_UNTIL)
    rule = Rule(
        freq=freq,
        interval=_number(
            parts.get("INTERVAL", "1"), LARGEST_INTERVAL[freq], RuleCode.BAD_INTERVAL, "INTERVAL"
        ),
        count=_number(parts["COUNT"], MOST_DATES, RuleCode.BAD_COUNT, "COUNT") if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        months=_numbers(parts, "BYMONTH", 12, negative=False),
        month_days=_numbers(parts, "BYMONTHDAY", 31),
        weekdays=_weekdays(parts, freq),
        positions=_numbers(parts, "BYSETPOS", 366),
        week_start=_weekday(parts.get("WKST", "MO")),
    )
    if rule.positions and not (rule.months or rule.month_days or rule.weekdays):
        raise RuleError(RuleCode.UNSUPPORTED_PART, "BYSETPOS")  # RFC 5545: only beside another BY part
    return rule


def _parts(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:").strip().rstrip(";")
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        found = _PART.fullmatch(piece.strip())
        if found is None:
            raise RuleError(RuleCode.MALFORMED)
        key, value = found.groups()
        if key in parts:
            raise RuleError(RuleCode.REPEATED_PART, key)
        if key in TIME_PARTS:
            raise RuleError(RuleCode.TOO_OFTEN, key)
        if key in UNUSED_PARTS:
            raise RuleError(RuleCode.UNSUPPORTED_PART, key)
        if key not in PARTS:
            raise RuleError(RuleCode.UNKNOWN_PART, key)
        parts[key] = value
    return parts


def _freq(parts: dict[str, str]) -> Freq:
    value = parts.get("FREQ")
    if value is None:
        raise RuleError(RuleCode.NO_FREQ)
    if value in SUB_DAILY:
        raise RuleError(RuleCode.TOO_OFTEN, "FREQ")
    try:
        return Freq(value)
    except ValueError:
        raise RuleError(RuleCode.BAD_VALUE, "FREQ") from None


def _number(text: str, most: int, code: RuleCode, part: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text) or not 1 <= int(text) <= most:
        raise RuleError(code, part)
    return int(text)


def _numbers(parts: dict[str, str], key: str, most: int, *, negative: bool = True) -> tuple[int, ...]:
    if key not in parts:
        return ()
    numbers = set()
    for text in parts[key].split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", text):
            raise RuleError(RuleCode.BAD_VALUE, key)
        number = int(text)
        if not 1 <= abs(number) <= most or (number < 0 and not negative):
            raise RuleError(RuleCode.BAD_VALUE, key)
        numbers.add(number)
    return tuple(sorted(numbers))


def _weekdays(parts: dict[str, str], freq: Freq) -> tuple[tuple[int, int], ...]:
    if "BYDAY" not in parts:
        return ()
    most = {Freq.MONTHLY: 5, Freq.YEARLY: 5 if "BYMONTH" in parts else 53}.get(freq, 0)
    pairs = set()
    for text in parts["BYDAY"].split(","):
        found = _DAY.fullmatch(text)
        if found is None:
            raise RuleError(RuleCode.BAD_VALUE, "BYDAY")
        nth = int(found[1]) if found[1] else 0
        if abs(nth) > most or (found[1] and not nth):
            raise RuleError(RuleCode.BAD_VALUE, "BYDAY")
        pairs.add((nth, WEEKDAYS.index(found[2])))
    if len({nth == 0 for nth, _ in pairs}) > 1:
        raise RuleError(RuleCode.UNSUPPORTED_PART, "BYDAY")  # "MO,2TU": dateutil and others disagree
    return tuple(sorted(pairs))


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise RuleError(RuleCode.BAD_VALUE, "WKST")
    return WEEKDAYS.index(text)


def _until(text: str) -> date | datetime:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise RuleError(RuleCode.BAD_UNTIL, "UNTIL")
    *numbers, utc = found.groups()
    try:
        if numbers[3] is None:
            return date(*map(int, numbers[:3]))
        local = datetime(*map(int, numbers))  # type: ignore[arg-type]  # noqa: DTZ001
        return local.replace(tzinfo=UTC) if utc else local
    except ValueError:
        raise RuleError(RuleCode.BAD_UNTIL, "UNTIL") from None


def _until_text(until: date | datetime | None) -> str:
    if until is None:
        return ""
    if not isinstance(until, datetime):
        return f"{until.year:04}{until:%m%d}"
    return f"{until.year:04}{until:%m%dT%H%M%S}" + ("Z" if until.tzinfo else "")


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
