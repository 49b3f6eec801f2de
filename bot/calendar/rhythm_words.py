"""What people write for a rhythm, brought closer to the grammar of `repeats`: "alternate Tuesdays", "Mon-Fri".

Nothing is guessed here: what is a date, too often, or leaves the days open is refused with a code.
"""

from __future__ import annotations

import re
from datetime import time

from .colloquial import bare_clock, part_of_day
from .phrases import MomentCode, MomentError, clock_in
from .repeat_codes import RepeatCode, RepeatError
from .weekday_letters import spelled_out
from .words import NUMBERS, ORDINALS, Names

ONCE = frozenset(
    {
        "once",
        "just once",
        "only once",
        "one time",
        "one time only",
        "one-off",
        "one off",
        "single",
        "only this time",
        "just this once",
        "just one",
        "one session",
        "a single time",
        "onetime",
        "one-time",
        "non-recurring",
        "nope",
        "n/a",
    }
    | {"no", "never", "none", "-", "no repeat", "no repeats", "not repeating", "not repeated"}
    | {"does not repeat", "doesn't repeat", "doesn’t repeat"}
)
_SYNONYMS = {
    "daily": "every day",
    "nightly": "every day",
    "weekly": "every week",
    "monthly": "every month",
    "quarterly": "every 3 month",
    "quarter": "3 month",
    "yearly": "every year",
    "annually": "every year",
    "biweekly": "every 2 weeks",
    "bi-weekly": "every 2 weeks",
    "fortnightly": "every 2 weeks",
    "fortnight": "2 weeks",
    "fortnights": "2 weeks",
    "weekday": "mon tue wed thu fri",
    "weekdays": "mon tue wed thu fri",
    "workday": "mon tue wed thu fri",
    "workdays": "mon tue wed thu fri",
    "weekend": "sat sun",
    "weekends": "sat sun",
    "each": "every",
    "a": "every",
    "per": "every",
    "alternate": "every other",
    "alternating": "every other",
}
_NUMBER = rf"\d+|{'|'.join(NUMBERS)}"
_EVERY_PART = re.compile(r"\b(?:every|each) (morning|afternoon|evening|night)\b")
_WHOLE_CLOCK = re.compile(r"\d ?[ap]\.? ?m\b|\d[:.]\d\d")
_EXCEPT = re.compile(r"\b(?:except|excluding|excepting|skipping|but|apart from)\b|^not on\b")
_LONGER = "three|four|five|six|seven|eight|nine|ten|eleven|twelve|[3-9]|[1-9]\\d"
"""Not one or two: "Tuesdays, two weeks" may be how often."""
_SIMPLE = (
    (re.compile(rf"(?:, ?| ?\( ?)({_LONGER}) (weeks|months)\)?$"), r" for \1 \2"),
    (re.compile(rf"^({_LONGER}) (weeks|months)(?:,| of) "), r"for \1 \2, "),
    (re.compile(r"^weekdays only\b|^(?:only )?on weekdays$"), "weekdays"),
    (re.compile(r"[()]"), " "),
    (re.compile(r"^(?:it )?(?:repeat(?:s|ing|ed)?|recurring|meets?) "), ""),
    (re.compile(r",? (?:repeating|recurring) (?=every|each|week|month|dai|fortnight)"), " "),
    (re.compile(r",? please$|^please "), ""),
    (re.compile(r"\bbi weekly\b"), "biweekly"),
    (re.compile(r"\b(every|each) single\b"), r"\1"),
    (re.compile(r"\b(every|each) working days?\b"), "weekdays"),
    (re.compile(r"(?:\b|(?<=\d))wks?\b"), " weeks"),
    (
        re.compile(r",? (?:forever|indefinitely|(?:with )?no end|without (?:an )?end|until further notice)$"),
        "",
    ),
)
_DOUBLED = re.compile(r"\bevery (?=every\b)")
_SOME_TIMES = rf"(?:(?:twice|(?:{_NUMBER}) ?(?:times|x)) (?:a |per |every |each )?|(?:{_NUMBER}) (?:a|per) )"
_TOO_OFTEN = re.compile(rf"\b(?:hourly|hours?|minutes?|seconds)\b|\b{_SOME_TIMES}(?:day|daily)\b")
_WHICH_DAYS = re.compile(
    rf"\b{_SOME_TIMES}(?:week|month|year|weekly|monthly|yearly|fortnight)\b|\bsemi-? ?(?:weekly|monthly)\b"
    rf"|\b(?:{_NUMBER}) (?:days|evenings|nights) (?:a|per|every|each) (?:week|month)\b"
)
_AND_EVERY = re.compile(r"\band (?:every|each) ")
_ONE_TIME = re.compile(r"\b(?:one time|1 ?x|1 time)\b")
_NTH_OF_MANY = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|\d(?:st|nd|rd|th)) (?:weekday|weekend|work(?:ing)? ?day)s?\b"
)
_NTH = re.compile(r"\d(?:st|nd|rd|th)")
_BIMONTHLY = re.compile(r"\bbi-?monthly\b")
_DATE = re.compile(
    r"(?<![\d/])\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\.?(?![\d/]| ?(?:days?|weeks?|months?|years?)\b)"
    r"|\b(?:from|starting|beginning|starts|begins)\b"
    rf"|\bnext\b(?! (?:{_NUMBER})\b)"
)
_DAY_RANGE = re.compile(
    r"\b([^\W\d]{2,10})\.? ?(?:-|–| to | through | thru | till | until ) ?([^\W\d]{2,10})\b"
)
_SO_MANY = re.compile(rf"^(?:for )?(?:the )?(?:next )?({_NUMBER}) ([^\W\d]+s)\b")
_SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def time_in_rhythm(text: str, names: Names) -> tuple[str, tuple[time, ...]]:
    """A rhythm without the time of day that was written with it, and what that time may be: two for "at 7".

    Raises:
        RepeatError: there is a date of the calendar in it, or more than one time.
    """
    for pattern, words in _SIMPLE:
        text = pattern.sub(words, text)
    if _EXCEPT.search(text):
        raise RepeatError(RepeatCode.EXCEPT)
    text = _so_many(spelled_out(" ".join(text.split())), names)
    text, until, end = _parts(_day_ranges(text, names))
    if _DATE.search(text):
        raise RepeatError(RepeatCode.DATE)
    every = "every day" if _WHOLE_CLOCK.search(text) else r"every day \1"
    rest, clocks = _time_in(_EVERY_PART.sub(every, text))
    return f"{rest}{until}{end}", clocks


def _so_many(text: str, names: Names) -> str:
    """ "The next 6 Tuesdays" is every Tuesday, six times."""

    def written_out(found: re.Match[str]) -> str:
        day = found[2].removesuffix("s")
        return f"every {day} for {found[1]} times" if day in names.weekdays else found[0]

    return _SO_MANY.sub(written_out, text)


def _parts(text: str) -> tuple[str, str, str]:
    """What comes before an end that is a date, the word for it, and the date."""
    found = re.search(r",? ?\b(?:until|till|til|through|thru|ending)\b", text)
    return (text, "", "") if found is None else (text[: found.start()], found[0], text[found.end() :])


def _time_in(text: str) -> tuple[str, tuple[time, ...]]:
    try:
        part, rest = part_of_day(text)
        clock, rest = clock_in(rest, part)
        if clock is None:
            clock, rest = bare_clock(rest, part, has_month=True)
    except MomentError as error:
        if error.code is MomentCode.MIDNIGHT:
            return re.sub(r"\b(?:at )?(?:midnight|24:00)\b", "", text), (time(0),)
        found = re.search(r"\bat (\d\d?)\b", text)
        if error.code is not MomentCode.HALF_OF_DAY or found is None:
            raise RepeatError(RepeatCode.UNCLEAR) from None
        hour = int(found[1]) % 12
        return text.replace(found[0], ""), (time(hour), time(hour + 12))
    return rest, () if clock is None else (clock,)


def _day_ranges(text: str, names: Names) -> str:
    """Monday to Thursday, as four names."""

    def written_out(found: re.Match[str]) -> str:
        first, last = (names.weekdays.get(word) for word in found.groups())
        if first is None or last is None:
            return found[0]
        return " ".join(_SHORT_DAYS[(first + day) % 7] for day in range((last - first) % 7 + 1))

    return _DAY_RANGE.sub(written_out, text)


def levelled_rhythm(text: str, names: Names) -> str:
    """The text in words that the grammar knows.

    Raises:
        RepeatError: it is too often, leaves the days open, or names a date.
    """
    text = _AND_EVERY.sub("and ", _ONE_TIME.sub("once", text))
    for pattern, why in (
        (_WHICH_DAYS, RepeatCode.WHICH_DAYS),
        (_NTH_OF_MANY, RepeatCode.WHICH_DAYS),
        (_TOO_OFTEN, RepeatCode.TOO_OFTEN),
        (_BIMONTHLY, RepeatCode.BIMONTHLY),
    ):
        if pattern.search(text):
            raise RepeatError(why)
    words = re.split(r"([\s,/&+]+)", text)
    is_nth = any(word in ORDINALS or _NTH.fullmatch(word) for word in words)
    # "Mar." may be Tuesday in French, and "may" is what people say: only the name of a month beside a number is one.
    if (is_nth or re.search(r"\d", text)) and any(names.months.get(word.rstrip(".")) for word in words):
        raise RepeatError(RepeatCode.DATE)
    return _DOUBLED.sub("", "".join(_SYNONYMS.get(word, word) for word in words))
