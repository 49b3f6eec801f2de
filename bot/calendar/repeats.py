"""What people type for "how often", as an RFC 5545 rule, and a rule as data that can be worded in any language.

The sentence about a rule is not written here, nor are its dates computed (`recurrence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .rules import LARGEST_INTERVAL, LONGEST_TEXT, Freq, Rule, RuleCode, RuleError, parse_rule, read_rule
from .words import NUMBERS, ORDINALS, names_in, plain

MOST_SUGGESTIONS = 25
"""As many as Discord shows."""


class Kind(StrEnum):
    """What a rule comes down to."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule in the terms people speak of it. What is empty is as on the first date."""

    kind: Kind
    interval: int = 1
    """Every so many days, weeks or months."""
    weekdays: tuple[int, ...] = ()
    """Monday is 0."""
    ordinals: tuple[int, ...] = ()
    """Which of these weekdays in the month: 1 is the first, -1 the last."""
    month_days: tuple[int, ...] = ()
    """Which days of the month: -1 is the last. A month without such a day is left out."""
    count: int | None = None
    until: date | datetime | None = None
    """The last date: to the end of that local day, a naive local time, or an aware UTC instant."""
    rule: str | None = None
    """The rule itself, for the kind OTHER."""


class RepeatCode(StrEnum):
    """Stable codes for what cannot be read."""

    AMBIGUOUS = "ambiguous"
    """ "Every second Tuesday": every two weeks, or once a month?"""
    BAD_INTERVAL = "bad_interval"
    NO_SUCH_DAY = "no_such_day"
    RULE = "rule"
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"


class RepeatError(ValueError):
    """Words that are no rhythm. With the code RULE, `rule` says what is wrong with the rule."""

    def __init__(self, code: RepeatCode, rule: RuleCode | None = None) -> None:
        super().__init__(code if rule is None else f"{code} {rule}")
        self.code = code
        self.rule = rule


_ONCE = frozenset({"once", "one time", "no", "never", "none"})
_SYNONYMS = {
    "daily": "every day",
    "weekly": "every week",
    "monthly": "every month",
    "yearly": "every year",
    "annually": "every year",
    "biweekly": "every 2 weeks",
    "bi-weekly": "every 2 weeks",
    "fortnightly": "every 2 weeks",
    "fortnight": "2 weeks",
    "weekday": "mon tue wed thu fri",
    "weekdays": "mon tue wed thu fri",
    "weekend": "sat sun",
    "weekends": "sat sun",
    "each": "every",
    "a": "every",
}
_FILLERS = frozenset({"the", "of", "on", "at", "and", "in", "once", ""})
_SEPARATORS = re.compile(r"[\s,/&+]+")
_NTH = re.compile(r"(\d{1,3})(?:st|nd|rd|th|\.)")
_UNITS = {"day": "d", "week": "w", "month": "m", "year": "y"}
_FREQS = {"d": Freq.DAILY, "w": Freq.WEEKLY, "m": Freq.MONTHLY, "y": Freq.YEARLY}

# A text is read as a row of words, one letter each: e(very), o(ther), n(umber), t (first, 2nd, last),
# d(ay), w(eek), m(onth), y(ear), and W for the name of a weekday. These are the rows that mean something.
_TIMES = r"(?:e?(?P<times>[on]?)|e(?P<nth>t))"
_PERIOD = re.compile(rf"{_TIMES}(?P<unit>[dwmy])")
_WEEKLY = re.compile(rf"(?:{_TIMES}w)?e?(?P<days>W+)")
_WEEKLY_AFTER = re.compile(rf"(?P<days>W+){_TIMES}w")
_EVERY_OTHER = re.compile(r"e(?P<times>[on])(?P<days>W+)")
_EVERY_SECOND = re.compile(r"etW")
_WHICH_ONE = re.compile(r"e?[on]?me?W+|W+e?[on]?m")
_MONTHLY = re.compile(rf"(?:{_TIMES}m)?e?(?P<some>(?:t+W+)+)m?")
_MONTHLY_AFTER = re.compile(rf"(?P<some>(?:t+W+)+){_TIMES}m")
_MONTH_DAY = re.compile(rf"(?:{_TIMES}m)?e?(?P<dates>(?:t|dn|n(?!d)|td)+)")
_MONTH_DAY_AFTER = re.compile(rf"e?(?P<dates>(?:t|dn|n(?!d)|td)+){_TIMES}m")


def parse_repeat(text: str, start: datetime, language: str = "en") -> str | None:
    """The rule that `text` means for a circle whose first date is the naive local time `start`; None for once.

    English words, and the weekday names of `language`; or an RFC 5545 rule. The rule says all it means: "weekly"
    from a Tuesday is "FREQ=WEEKLY;BYDAY=TU". "monthly" keeps the weekday, as support groups meet: from a second
    Tuesday on, every second Tuesday; from the 29th on, the last such weekday, so that no month is left out.

    Raises:
        RepeatError: it is not understood, or means two things.
    """
    if len(text) > LONGEST_TEXT:
        raise RepeatError(RepeatCode.TOO_LONG)
    if "=" in text:
        try:
            return parse_rule(text)
        except RuleError as error:
            raise RepeatError(RepeatCode.RULE, error.code) from error
    typed = plain(text).strip(" .!")
    return None if typed in _ONCE else str(_Row(typed, language).rule(start))


class _Row:
    """The words of a text, a letter and a value each."""

    def __init__(self, typed: str, language: str) -> None:
        names = names_in(language).weekdays
        words = " ".join(_SYNONYMS.get(word, word) for word in _SEPARATORS.split(typed)).split()
        read = [_letter(word, names) for word in words if word not in _FILLERS]
        self.letters = "".join(letter for letter, _ in read)
        self.values = [value for _, value in read]

    def rule(self, start: datetime) -> Rule:
        row = self.letters
        if _EVERY_SECOND.fullmatch(row) and self.values[1] > 1:
            raise RepeatError(RepeatCode.AMBIGUOUS)  # every two weeks, or once a month?
        if _WHICH_ONE.fullmatch(row):
            raise RepeatError(RepeatCode.AMBIGUOUS)  # monthly on a Tuesday, but on which?
        if found := _PERIOD.fullmatch(row):
            return self._period(found, start)
        for pattern in (_WEEKLY, _WEEKLY_AFTER, _EVERY_OTHER):
            if found := pattern.fullmatch(row):
                days = ((0, day) for day in self._of(found, "days"))
                return self._rule(Freq.WEEKLY, found, weekdays=days)
        for pattern in (_MONTHLY, _MONTHLY_AFTER):
            if found := pattern.fullmatch(row):
                return self._rule(Freq.MONTHLY, found, weekdays=self._some(*found.span("some")))
        for pattern in (_MONTH_DAY, _MONTH_DAY_AFTER):
            if found := pattern.fullmatch(row):
                return self._month_days(found)
        raise RepeatError(RepeatCode.UNCLEAR)

    def _period(self, found: re.Match[str], start: datetime) -> Rule:
        freq = _FREQS[found["unit"]]
        weekday = start.weekday()
        match freq:
            case Freq.DAILY:
                return self._rule(freq, found)
            case Freq.WEEKLY:
                return self._rule(freq, found, weekdays=[(0, weekday)])
            case Freq.MONTHLY:
                return self._rule(freq, found, weekdays=[(_ordinal_of(start), weekday)])
            case Freq.YEARLY:
                return self._rule(freq, found, month_days=[start.day], months=(start.month,))

    def _month_days(self, found: re.Match[str]) -> Rule:
        begin, end = found.span("dates")
        row = self.letters[begin:end]
        days = [value for letter, value in zip(row, self.values[begin:end], strict=True) if letter != "d"]
        if not {"m", "d"} & set(self.letters) and ("n" in row or min(days) < 6):
            raise RepeatError(RepeatCode.UNCLEAR)  # "the second" of what?
        if any(day > 31 or day == 0 for day in days):
            raise RepeatError(RepeatCode.NO_SUCH_DAY)
        return self._rule(Freq.MONTHLY, found, month_days=days)

    def _some(self, begin: int, end: int) -> Iterable[tuple[int, int]]:
        """First and third Monday, last Friday: pairs of ordinal and weekday."""
        for part in re.finditer(r"(t+)(W+)", self.letters[begin:end]):
            for nth in self.values[begin + part.start(1) : begin + part.end(1)]:
                if not (1 <= nth <= 5 or nth == -1):
                    raise RepeatError(RepeatCode.NO_SUCH_DAY)
                for day in self.values[begin + part.start(2) : begin + part.end(2)]:
                    yield nth, day

    def _rule(
        self,
        freq: Freq,
        found: re.Match[str],
        *,
        weekdays: Iterable[tuple[int, int]] = (),
        month_days: Iterable[int] = (),
        months: tuple[int, ...] = (),
    ) -> Rule:
        groups = found.groupdict()
        times = [*self._of(found, "times"), *(self._of(found, "nth") if "nth" in groups else [])]
        interval = times[0] if times else 1
        if not 1 <= interval <= LARGEST_INTERVAL[freq]:
            raise RepeatError(RepeatCode.BAD_INTERVAL)
        return Rule(
            freq=freq,
            interval=interval,
            weekdays=tuple(sorted(set(weekdays))),
            month_days=tuple(sorted(set(month_days))),
            months=months,
        )

    def _of(self, found: re.Match[str], group: str) -> list[int]:
        begin, end = found.span(group)
        return self.values[begin:end] if begin >= 0 else []


def _letter(word: str, weekdays: Mapping[str, int]) -> tuple[str, int]:
    single = word.removesuffix("s")
    if word == "every":
        return "e", 0
    if word == "other":
        return "o", 2
    if single in _UNITS:
        return _UNITS[single], 0
    if word in ORDINALS:
        return "t", ORDINALS[word]
    if found := _NTH.fullmatch(word):
        return "t", int(found[1])
    if word in NUMBERS:
        return "n", NUMBERS[word]
    if re.fullmatch(r"[0-9]{1,6}", word):
        return "n", int(word)
    for name in (word, single, word.rstrip("."), single.rstrip(".")):
        if name in weekdays:
            return "W", weekdays[name]
    raise RepeatError(RepeatCode.UNCLEAR)


def _ordinal_of(day: date) -> int:
    return -1 if day.day > 28 else (day.day - 1) // 7 + 1


def describe(rule: str | None) -> Repeat:
    """What a rule comes down to.

    Raises:
        RuleError: it is not a rule that `parse_rule` gives.
    """
    if rule is None:
        return Repeat(Kind.ONCE)
    read = read_rule(rule)
    kind = _kind(read)
    known = kind is not Kind.OTHER
    return Repeat(
        kind=kind,
        interval=read.interval,
        weekdays=tuple(sorted({day for _, day in read.weekdays})) if known else (),
        ordinals=tuple(sorted({nth for nth, _ in read.weekdays if nth}, key=_first_to_last)) if known else (),
        month_days=tuple(sorted(read.month_days, key=_first_to_last)) if known else (),
        count=read.count,
        until=read.until,
        rule=rule,
    )


def _kind(rule: Rule) -> Kind:
    if rule.months or rule.positions:
        return Kind.OTHER
    if rule.freq is Freq.WEEKLY:
        return Kind.WEEKLY
    if rule.freq is Freq.DAILY and not rule.weekdays and not rule.month_days:
        return Kind.DAILY
    if rule.freq is Freq.MONTHLY and not rule.weekdays:
        return Kind.MONTHLY_DAY
    nths = {nth for nth, _ in rule.weekdays}
    days = {day for _, day in rule.weekdays}
    whole = 0 not in nths and len(rule.weekdays) == len(nths) * len(days)
    if rule.freq is Freq.MONTHLY and not rule.month_days and whole:
        return Kind.MONTHLY_WEEKDAY
    return Kind.OTHER


def _first_to_last(number: int) -> tuple[bool, int]:
    return number < 0, number


def suggestions(typed: str, start: datetime | None) -> list[str]:
    """What to offer while someone types: texts that `parse_repeat` reads, nearest to what is typed first.

    `start` is the naive local time of the first date, if it is known by then.
    """
    wanted = plain(typed)
    offers = [*_about(start), *_COMMON] if start else [*_COMMON, *_about(None)]
    near = [offer for offer in offers if offer.casefold().startswith(wanted)]
    near += [offer for offer in offers if wanted in offer.casefold()]
    try:
        rule = parse_repeat(typed, start or datetime(2026, 1, 1))  # noqa: DTZ001 - any day will do
        near.insert(0, "once" if rule is None else typed.strip())
    except RepeatError:
        pass
    unique = {offer.casefold(): offer for offer in reversed(near)}
    return [*reversed(unique.values())][:MOST_SUGGESTIONS]


_COMMON = ("once", "weekly", "every two weeks", "monthly", "weekdays", "daily")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _about(start: datetime | None) -> list[str]:
    if start is None:
        weekly = [f"weekly on {name}" for name in _DAY_NAMES]
        return weekly + [
            f"{nth} {name}" for nth in ("first", "second", "third", "last") for name in _DAY_NAMES
        ]
    name = _DAY_NAMES[start.weekday()]
    nth = {number: word for word, number in ORDINALS.items()}[_ordinal_of(start)]
    offers = [f"weekly on {name}", f"every two weeks on {name}", f"{nth} {name}"]
    if 22 <= start.day <= 28:
        offers.append(f"last {name}")
    return [*offers, f"every month on day {start.day}"]
