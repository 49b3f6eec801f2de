"""Why words are no rhythm: stable codes, worded elsewhere."""

from __future__ import annotations

from enum import StrEnum

from .rules import RuleCode


class RepeatCode(StrEnum):
    """Stable codes for what cannot be read."""

    AMBIGUOUS = "ambiguous"
    """ "Every second Tuesday": every two weeks, or once a month?"""
    BAD_INTERVAL = "bad_interval"
    BIMONTHLY = "bimonthly"
    """Every two months to some, twice a month to others."""
    DATE = "date"
    """A date of the calendar: it belongs to the first time."""
    ENDING = "ending"
    """An end that is no date, no number of times, or before the beginning."""
    EXCEPT = "except"
    """A day or a date that is left out."""
    LENGTH = "length"
    """ "Six weeks", "five times": for how long, and perhaps how often."""
    NO_SUCH_DAY = "no_such_day"
    OTHER_TIME = "other_time"
    """A time of day that is not the one of the first date."""
    RULE = "rule"
    TOO_LONG = "too_long"
    TOO_OFTEN = "too_often"
    UNCLEAR = "unclear"
    WHICH_DAYS = "which_days"
    """ "Twice a week", "monthly on a Tuesday": on which ones?"""


class RepeatError(ValueError):
    """Words that are no rhythm. With the code RULE, `rule` says what is wrong with the rule."""

    def __init__(self, code: RepeatCode, rule: RuleCode | None = None) -> None:
        super().__init__(code if rule is None else f"{code} {rule}")
        self.code = code
        self.rule = rule
