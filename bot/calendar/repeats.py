"""What people type for "how often", as an RFC 5545 rule. What a rule comes down to is in `described`.

English is levelled first (`rhythm_words`); an end is taken out (`endings`); what is left is read as a row of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from .endings import ended, ending_in
from .repeat_codes import RepeatCode, RepeatError
from .rhythm_words import ONCE, levelled_rhythm, time_in_rhythm
from .rules import LARGEST_INTERVAL, LONGEST_TEXT, Freq, Rule, RuleError, parse_rule
from .words import NUMBERS, ORDINALS, names_in, plain

__all__ = ["RepeatCode", "RepeatError", "parse_repeat"]

_FILLERS = frozenset({"the", "of", "on", "at", "and", "in", "once", ""})
_SEPARATORS = re.compile(r"[\s,/&+]+")
_NTH = re.compile(r"(\d{1,3})(?:st|nd|rd|th|\.)")
_UNITS = {"day": "d", "week": "w", "month": "m", "year": "y"}
_FREQS = {"d": Freq.DAILY, "w": Freq.WEEKLY, "m": Freq.MONTHLY, "y": Freq.YEARLY}

# A text is read as a row of words, one letter each: e(very), o(ther), n(umber), t (first, 2nd, last),
# d(ay), w(eek), m(onth), y(ear), and W for the name of a weekday. These are the rows that mean something.
_TIMES = r"(?:(?:e(?P<times>[on]?))|e(?P<nth>t))"
_PERIOD = re.compile(rf"{_TIMES}(?P<unit>[dwmy])")
_WEEKLY = re.compile(rf"(?:{_TIMES}w)?e?(?P<days>W+)")
_WEEKLY_AFTER = re.compile(rf"(?P<days>W+){_TIMES}w")
_EVERY_OTHER = re.compile(r"e(?P<times>[on])(?P<days>W+)")
_EVERY_SECOND = re.compile(r"etW")
_WHICH_ONE = re.compile(r"e?[on]?me?W+|W+e?[on]?m")
_MONTHLY = re.compile(rf"(?:{_TIMES}m)?e?(?P<some>(?:t+W+)+)m?")
_MONTHLY_AFTER = re.compile(rf"(?P<some>(?:t+W+)+){_TIMES}m")
_MONTH_DAY = re.compile(rf"(?:{_TIMES}m)?e?(?P<dates>(?:t|dn|n(?!d)|td)+)")
_MONTH_DAY_AFTER = re.compile(rf"e?(?P<dates>(?:t|dn|n(?!d)|td)+)(?:{_TIMES})?m")


_ONLY_LENGTH = re.compile(
    rf"(?:for )?(?:the )?(?:next )?(?:twice|(?:\d{{1,3}}|{'|'.join(NUMBERS)}) ?"
    r"(?:x|times|(?:day|week|fortnight|month|year|session|meeting|evening|date|circle)s?))|x ?\d{1,3}"
)


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
    if typed in ONCE:
        return None
    names = names_in(language)
    rhythm, clock = time_in_rhythm(typed, names)
    if clock and start.time() not in clock:
        raise RepeatError(RepeatCode.OTHER_TIME)
    if _ONLY_LENGTH.fullmatch(rhythm.strip(" ,")):
        raise RepeatError(RepeatCode.LENGTH)
    rest, ending = ending_in(rhythm, names, start.date())
    rule = _Row(levelled_rhythm(rest, names), names.weekdays).rule(start)
    return str(rule if ending is None else ended(rule, ending, start))


class _Row:
    """The words of a text, a letter and a value each."""

    def __init__(self, typed: str, weekdays: Mapping[str, int]) -> None:
        words = [word for word in _SEPARATORS.split(typed) if word not in _FILLERS]
        self.is_of_month = " of " in f" {typed} "
        read = [_letter(word, weekdays) for word in words]
        self.letters = "".join(letter for letter, _ in read)
        self.values = [value for _, value in read]

    def rule(self, start: datetime) -> Rule:
        row = self.letters
        if _EVERY_SECOND.fullmatch(row) and self.values[1] > 1:
            raise RepeatError(RepeatCode.AMBIGUOUS)  # every two weeks, or once a month?
        if _WHICH_ONE.fullmatch(row):
            raise RepeatError(RepeatCode.WHICH_DAYS)
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
                return self._rule(freq, found, weekdays=[(ordinal_of(start), weekday)])
            case Freq.YEARLY:
                return self._rule(freq, found, month_days=[start.day], months=(start.month,))

    def _month_days(self, found: re.Match[str]) -> Rule:
        begin, end = found.span("dates")
        row = self.letters[begin:end]
        if self.letters.endswith("m") and "e" not in self.letters and not self.is_of_month:
            raise RepeatError(RepeatCode.UNCLEAR)  # "third month" is no day
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


def ordinal_of(day: date) -> int:
    return -1 if day.day > 28 else (day.day - 1) // 7 + 1
