"""What people write for a time, brought closer to the grammar: "half past seven pm", "tmrw", "Christmas Eve", "7-9pm".

Nothing is guessed here. What stays open (seven in the morning, or in the evening?) is refused with a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from .phrases import MomentCode, MomentError, time_of
from .words import NUMBERS, ORDINALS

_NUMBER = "|".join(NUMBERS)
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.? ?m\b\.?)?"
_RANGE = re.compile(
    rf"(?<![\d:./+-])(?P<first>{_CLOCK})(?: ?uhr| ?h)?"
    rf"(?P<to>-|–| - | – | to | until | till | and )(?P<last>{_CLOCK})(?![\d:/-]|st\b|nd\b|rd\b|th\b)"
    r"(?! (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_LASTING = re.compile(rf"\bfor (?:\d+|{_NUMBER}|an?|half an?) ?(?:hours?|hrs?|h|minutes?|mins?)\b")
_MINUTES = {
    "five": 5,
    "ten": 10,
    "quarter": 15,
    "twenty": 20,
    "twenty five": 25,
    "twenty-five": 25,
    "half": 30,
}
_HALF_SEVEN = re.compile(rf"\bhalf (?:{_NUMBER}|\d\d?)\b")
_QUARTERS = re.compile(
    rf"\b({'|'.join(sorted(_MINUTES, key=len, reverse=True))})(?: minutes?)? (past|to) (\d\d?|{_NUMBER})\b"
)
_SPOKEN = re.compile(rf"\b({_NUMBER})(?= ?(?:[ap]\.? ?m\b|o['’]?clock\b))")
_AT_SPOKEN = re.compile(rf"\bat ({_NUMBER})\b")
_NTH_OF = re.compile(r"\b(first|second|third|fourth|fifth) of (?=[^\W\d]{3})")
_HOURS_AND_A_HALF = re.compile(rf"\b(\d+|{_NUMBER}) and a half hours?\b")
_TENTHS = re.compile(r"\b(\d{1,3})[.,](\d) ?h(?:ou)?rs?\b")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_HOUR_AND_MINUTES = re.compile(rf"\b({_NUMBER}) (fifteen|thirty|forty[- ]five)\b")
_SPOKEN_MINUTES = {"fifteen": 15, "thirty": 30, "forty-five": 45, "forty five": 45}
_FROM_NOW = re.compile(r"(?:in )?(.*) from now")
_SIMPLE = (
    (re.compile(r"[()]"), " "),
    (re.compile(r"\s*@\s*"), " at "),
    (re.compile(r"\b(?:please|sharp|exactly|roughly|around|about|approximately)\b|~"), " "),
    (re.compile(r"\b(?:a )?fortnight\b"), "2 weeks"),
    (re.compile(r"\b(?:tmrw|tmr|tmw|tomoz|2moro|2morrow|tomm?orr?ow)\b"), "tomorrow"),
    (re.compile(r"\bhalf an hour\b"), "30 minutes"),
    (re.compile(r"\ban hour and a half\b"), "90 minutes"),
    (re.compile(r"\b12 (?=noon\b|midday\b)"), ""),
    (re.compile(r"(?<=\d)([ap])(?=$|[ ,])"), r"\1m"),
    (re.compile(r"(?<![\d:.])(\d\d?) ([0-5]\d)(?= ?[ap]\.? ?m\b)"), r"\1:\2"),
    (re.compile(r"(?<=, )(?=\d\d? in the (?:morning|afternoon|evening))"), "at "),
    (re.compile(rf"(?<=\d)-?({_MONTH})\b"), r" \1"),
    (re.compile(rf"(?<=\d )({_MONTH})-(?=\d)"), r"\1 "),
    (re.compile(rf"\b({_MONTH})-?(?=\d{{1,2}}\b)"), r"\1 "),
    (re.compile(r"\bchristmas eve\b"), "24 december"),
    (re.compile(r"\b(?:christmas(?: day)?|xmas)\b"), "25 december"),
    (re.compile(r"\bboxing day\b"), "26 december"),
    (re.compile(r"\bnew year['’]?s['’]? eve\b"), "31 december"),
    (re.compile(r"\bnew year['’]?s['’]?(?: day)?\b"), "1 january"),
    (re.compile(r"\bhallowe['’]?en\b"), "31 october"),
    (re.compile(r"\bvalentine['’]?s(?: day)?\b"), "14 february"),
)


def levelled(text: str) -> str:
    """The text in words that the grammar knows.

    Raises:
        MomentError: it names an end beside the beginning, or "half seven", which is half an hour apart for some.
    """
    for pattern, words in _SIMPLE:
        text = pattern.sub(words, text)
    text = " ".join(text.split())
    found = _RANGE.search(text)
    if found and re.search(r"[:m]", found["first"] + found["last"]):
        raise MomentError(MomentCode.RANGE)
    if _LASTING.search(text):
        raise MomentError(MomentCode.RANGE)
    text = _QUARTERS.sub(_quarter, text)
    text = _HOUR_AND_MINUTES.sub(lambda word: f"{NUMBERS[word[1]]}:{_SPOKEN_MINUTES[word[2]]} o'clock", text)
    if _HALF_SEVEN.search(text):
        raise MomentError(MomentCode.HALF_OF_DAY)
    text = _SPOKEN.sub(lambda word: str(NUMBERS[word[1]]), text)
    text = _AT_SPOKEN.sub(lambda word: f"at {NUMBERS[word[1]]}", text)
    text = _NTH_OF.sub(lambda word: f"{ORDINALS[word[1]]} of ", text)
    text = _HOURS_AND_A_HALF.sub(lambda word: f"{60 * number_of(word[1]) + 30} minutes", text)
    text = _TENTHS.sub(lambda word: f"{60 * int(word[1]) + 6 * int(word[2])} minutes", text)
    if whole := _FROM_NOW.fullmatch(text):
        text = f"in {whole[1]}"
    return text.replace(" from now", " from today")


def _quarter(found: re.Match[str]) -> str:
    """Half past seven, as 7:30 of a clock with twelve hours."""
    hour, minutes = number_of(found[3]), _MINUTES[found[1]]
    if found[2] == "past":
        return f"{hour}:{minutes:02} o'clock"
    if found[1] == "half":
        raise MomentError(MomentCode.UNCLEAR)
    return f"{(hour - 2) % 12 + 1}:{60 - minutes} o'clock"


def number_of(word: str) -> int:
    """The number that a word or digits mean; "a" is one."""
    return int(word) if word.isdecimal() else NUMBERS.get(word, 1)


_PART = re.compile(r"\b(?:in the )?(morning|afternoon|evening|night)s?\b")
_HOURS = {"morning": (1, 11), "afternoon": (12, 18), "evening": (16, 23), "night": (17, 23)}
"""Which hours of 24 a part of the day may have; what is outside of them is a contradiction."""


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """A part of the day that was named: it says which half of the day an hour is in."""

    hours: tuple[int, int]

    def place(self, clock: time, *, is_whole: bool = False) -> time:
        """That time in this part of the day.

        Args:
            clock: the time as it was written, of twelve hours or of 24.
            is_whole: whether am or pm was written with it.

        Raises:
            MomentError: it is in another part of the day.
        """
        for hour in (clock.hour,) if is_whole else (clock.hour, clock.hour + 12):
            if self.hours[0] <= hour <= self.hours[1]:
                return clock.replace(hour=hour)
        raise MomentError(MomentCode.HALF_OF_DAY)


def part_of_day(text: str) -> tuple[PartOfDay | None, str]:
    """The part of the day that a text names, and the text without it; "tonight" stays, for it is a day too.

    Raises:
        MomentError: it names two.
    """
    named = set(_PART.findall(text)) | ({"night"} if re.search(r"\btonight\b", text) else set())
    if len(named) > 1:
        raise MomentError(MomentCode.UNCLEAR)
    rest = " ".join(_PART.sub(" ", text).split())
    return (PartOfDay(_HOURS[named.pop()]) if named else None), rest


_AT_HOUR = re.compile(r"\bat (\d\d?)(?![\d:./-]|st\b|nd\b|rd\b|th\b)")
_BARE_HOUR = re.compile(r"(?<![\d:./-])(\d\d?)(?![\d:./-]|st\b|nd\b|rd\b|th\b)")
_MILITARY = re.compile(r"(?<![\d:./-])([01]\d|2[0-3])([0-5]\d)(?P<h> ?(?:h|hrs?|hours)\b)?(?![\d:./-])")


def bare_clock(text: str, part: PartOfDay | None, *, has_month: bool) -> tuple[time | None, str]:
    """A time of day that is a bare number ("in the evening at 7", "at 19", "1900"), and the text without it.

    Raises:
        MomentError: it may be in the morning or in the evening.
    """
    found = _AT_HOUR.search(text)
    if found is None and part is not None and not has_month:
        numbers = list(_BARE_HOUR.finditer(text))
        found = numbers[0] if len(numbers) == 1 else None
    if found is not None:
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        clock = time_of(int(found[1]))
        if part is None and clock.hour <= 12:
            raise MomentError(MomentCode.HALF_OF_DAY)
        return clock if part is None else part.place(clock), rest
    found = _MILITARY.search(text)
    # With a month it would be a year.
    if found is not None and (found["h"] or not has_month):
        return time_of(int(found[1]), int(found[2])), f"{text[: found.start()]} {text[found.end() :]}"
    return None, text
