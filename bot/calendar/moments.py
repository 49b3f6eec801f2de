"""What people type for "when", as one instant: it is understood for certain, or refused with a code.

Nothing here repeats (`repeats`), reads the clock, or puts a code into words.

A guess would put people into an empty room, so times and dates are read by a grammar (`phrases`). dateparser guesses
("Dienstag 19 Uhr" becomes the 19th, "tomorrow 25:00" this hour of tomorrow); it is asked only about relative words of
languages other than English ("morgen", "dans 20 minutes"), and its answer is checked. It is imported at the first
such word, which takes 0.3 s once and about 0.1 s more for each language: call this in a thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .colloquial import bare_clock, levelled, number_of, part_of_day
from .days import COUNTED, DAY, FILLER, days_meant, weekday_in
from .phrases import MomentCode, MomentError, clock_in, date_of, time_of
from .wallclock import Change, LocalTime, instant_of, wall_time
from .words import LONGEST_TEXT, NUMBERS, locale_of, names_in, plain
from .zones import find_zone, is_zone, names_clock, names_zone, nearest_zones

__all__ = [
    "Change",
    "Moment",
    "MomentCode",
    "MomentError",
    "find_zone",
    "is_zone",
    "nearest_zones",
    "parse_day",
    "parse_moment",
]

FARTHEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the future: as the clocks of the zone show it (naive), and the instant in UTC."""

    local: LocalTime
    at: datetime
    change: Change | None
    """What a clock change does to it. In a gap, the clocks show something later than `local` at that instant."""


def parse_moment(text: str, now: datetime, zone: str, language: str = "en") -> Moment:
    """The moment that `text` means, said at the aware instant `now` by someone whose clocks show `zone`.

    In English, `tests/calendar/phrases.toml` is the table of what is understood. In short: ISO 8601 with or without an
    offset, Discord's `<t:...>`, unix seconds, "in 20 minutes", and a time of day with or without a day ("Tuesday
    19:00", "tomorrow 7pm", "5 December 19:00"), also with the names of days and months and the relative words of
    `language` (a Discord or BCP 47 tag). A time without a day is today's or tomorrow's; a weekday is the next whose
    time has not passed; "next Friday" is the first Friday after today. Hours with minutes and without am or pm are
    those of a 24-hour clock, unless a part of the day is named. A time zone may be named if its clocks show the same
    as those of `zone` then.

    Raises:
        MomentError: it is not understood for certain, or not in the next two years.
        zoneinfo.ZoneInfoNotFoundError: the zone is unknown.
    """
    if len(text) > LONGEST_TEXT:
        raise MomentError(MomentCode.UNCLEAR)
    typed = _AT_THE_END.sub("", plain(text))
    if found := _UNIX.fullmatch(typed):
        return _from_unix(int(found[1] or found[2]), now, zone)
    try:
        if found := _ISO.fullmatch(typed):
            return _from_iso(found, now, zone)
        return _Phrase(typed, now, zone, language).moment()
    except OverflowError:
        raise MomentError(MomentCode.TOO_FAR) from None


def parse_day(text: str, now: datetime, zone: str, language: str = "en") -> date:
    """The day that `text` means, with or without a time of day: "18 December", "next Tuesday", "tomorrow 19:00".

    Raises:
        MomentError: it is not understood for certain.
    """
    try:
        return parse_moment(text, now, zone, language).local.date()
    except MomentError as error:
        if error.code in (MomentCode.UNCLEAR, MomentCode.RANGE, MomentCode.MIDNIGHT):
            raise
        phrase = _Phrase(_AT_THE_END.sub("", plain(text)), now, zone, language)
        return phrase.day()


_AT_THE_END = re.compile(r"(?:(?<!\d)\.|[!?,])+$")
_AN_HOUR = re.compile(r"\bat \d\d?$")
_UNIX = re.compile(r"<t:(-?\d{1,18})(?::[a-z])?>|(\d{9,11})")
_ISO = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:t|,? (?:at )?)(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r" ?(z|utc|gmt|[+-]\d\d(?::?\d\d)?)?"
)


def _from_unix(seconds: int, now: datetime, zone: str) -> Moment:
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise MomentError(MomentCode.TOO_FAR if seconds > 0 else MomentCode.PAST) from None
    return _from_instant(at, now, zone)


def _from_iso(found: re.Match[str], now: datetime, zone: str) -> Moment:
    year, month, day, hour, minute, second = (int(number or 0) for number in found.groups()[:6])
    local = LocalTime(datetime.combine(date_of(year, month, day), time_of(hour, minute, second)))
    offset = found[7]
    if offset is None:
        return _from_local(local, now, zone)
    if offset[0] not in "+-":
        return _from_instant(local.replace(tzinfo=UTC), now, zone)
    hours, minutes = int(offset[1:3]), int(offset[3:].removeprefix(":") or 0)
    if hours > 14 or minutes > 59:
        raise MomentError(MomentCode.OFFSET)
    ahead = timedelta(hours=hours, minutes=minutes)
    return _from_instant(local.replace(tzinfo=UTC) + (ahead if offset[0] == "-" else -ahead), now, zone)


def _from_instant(at: datetime, now: datetime, zone: str) -> Moment:
    _check_range(at, now)
    local = wall_time(at, zone)
    first, change = instant_of(local, zone)
    if first != at:
        raise MomentError(MomentCode.SECOND_PASS)
    return Moment(local, at, change)


def _from_local(local: LocalTime, now: datetime, zone: str) -> Moment:
    at, change = instant_of(local, zone)
    _check_range(at, now)
    return Moment(local, at, change)


def _check_range(at: datetime, now: datetime) -> None:
    if at <= now:
        raise MomentError(MomentCode.PAST)
    if at > now + FARTHEST:
        raise MomentError(MomentCode.TOO_FAR)


_DURATION = re.compile(rf"in (?:{COUNTED} ?(?:minute|min|hour|hr|h)s?(?:,? and |, | |$))+")
_DURATION_PART = re.compile(rf"({COUNTED}) ?([mh])")
_AHEAD = re.compile(r"(?:in|dans|en|dentro de|tra|fra|через) (?:\d{1,5}|[^\W\d]+) ?[^\W\d]+")
_BARE_NUMBER = re.compile(rf"\d\d?|{'|'.join(NUMBERS)}")
_FOR_DATEPARSER = re.compile(r"[\w '’-]{2,40}")
_DATEPARSERS_OWN = {"no": "nb", "fil": "tl"}


class _Phrase:
    """A text of words, read against the present of its zone."""

    def __init__(self, typed: str, now: datetime, zone: str, language: str) -> None:
        self.typed = levelled(typed)
        self.now = now
        self.zone = zone
        self.language = locale_of(language).language
        self.names = names_in(language)
        self.here = wall_time(now, zone).replace(microsecond=0)

    def moment(self) -> Moment:
        ahead = self._time_ahead()
        if ahead is not None:
            minute = (self.now + ahead + timedelta(seconds=30)).replace(second=0, microsecond=0)
            return _from_instant(minute, self.now, self.zone)
        clock, words, zones = self._parts()
        if clock is None:
            raise MomentError(MomentCode.OFFSET if zones else self._why_no_time(words))
        for day in self._days(words):
            local = LocalTime(datetime.combine(day, clock))
            if instant_of(local, self.zone)[0] > self.now:
                self._check_weekday(words, day)
                if not all(names_clock(name, local, self.zone) for name in zones):
                    raise MomentError(MomentCode.OFFSET)
                return _from_local(local, self.now, self.zone)
        raise MomentError(MomentCode.PAST)

    def day(self) -> date:
        """The day that is meant, whatever time of day there is."""
        _, rest = part_of_day(self.typed)
        words = [word for word in re.split(r"[\s,]+", _AN_HOUR.sub("", rest)) if word]
        days, today = self._days(words), self.here.date()
        found = next((day for day in days if day >= today), days[0])
        self._check_weekday(words, found)
        return found

    def _check_weekday(self, words: list[str], day: date) -> None:
        if {weekday_in(word, self.names) for word in words} - {None, day.weekday()}:
            raise MomentError(MomentCode.MISMATCH)

    def _parts(self) -> tuple[time | None, list[str], list[str]]:
        """The time of day, the words that say the day, and those that name a zone."""
        part, rest = part_of_day(self.typed)
        rest, zones = names_zone(rest)
        clock, rest = clock_in(rest, part)
        if clock is None:
            has_month = any(self.names.months.get(word.rstrip(".,")) for word in rest.split())
            clock, rest = bare_clock(rest, part, has_month=has_month)
        return clock, [word for word in re.split(r"[\s,]+", rest) if word], zones

    def _time_ahead(self) -> timedelta | None:
        """How long from now, if the whole text says that ("in 20 minutes")."""
        if _DURATION.fullmatch(self.typed):
            parts = _DURATION_PART.findall(self.typed.removeprefix("in "))
            return timedelta(
                minutes=sum(number_of(number) * (60 if unit == "h" else 1) for number, unit in parts)
            )
        ahead = self._relative(self.typed) if _AHEAD.fullmatch(self.typed) else None
        return ahead if ahead and ahead % DAY else None  # in days: then the time of day is missing

    def _why_no_time(self, words: list[str]) -> MomentCode:
        """A day without a time, or with a bare number ("Tuesday 7"), which is one of two times."""
        code = MomentCode.UNCLEAR
        days = [word for word in words if not _BARE_NUMBER.fullmatch(word)]
        for some, why in ((words, MomentCode.NO_TIME), (days, MomentCode.HALF_OF_DAY)):
            try:
                if some or len(words) == 1 or (words and FILLER.fullmatch(words[0])):
                    self._days(some)
                    return why if any(_BARE_NUMBER.fullmatch(word) for word in words) else MomentCode.NO_TIME
            except MomentError as error:
                code = error.code if code is MomentCode.UNCLEAR else code
        return code

    def _days(self, words: list[str]) -> list[date]:
        """The days that may be meant, in order: the first whose time has not passed is."""
        today = self.here.date()
        found = days_meant(words, self.names, today)
        if found is not None:
            return found
        rest = [word for word in words if not FILLER.fullmatch(word) and weekday_in(word, self.names) is None]
        return [today + self._days_ahead(" ".join(rest))]

    def _days_ahead(self, phrase: str) -> timedelta:
        """How many days from now, in the words of another language."""
        ahead = self._relative(phrase)
        if ahead is None or ahead % DAY:
            raise MomentError(MomentCode.UNCLEAR)
        if not _AHEAD.fullmatch(phrase):
            # "next week" is no day, and "today tomorrow" is not tomorrow: without a number only one word, or one
            # word and what goes with it ("i morgen"), for a day around today is certain.
            understood = [word for word in phrase.split() if self._relative(word) is not None]
            if abs(ahead) > 3 * DAY or len(phrase.split()) > 2 or len(understood) > 1:
                raise MomentError(MomentCode.UNCLEAR)
        return ahead

    def _relative(self, phrase: str) -> timedelta | None:
        """How long from now, by dateparser; English is read without it."""
        if self.language == "en" or not _FOR_DATEPARSER.fullmatch(phrase):
            return None
        import dateparser  # here, since it is slow to load

        try:
            answer = dateparser.parse(
                phrase,
                languages=[_DATEPARSERS_OWN.get(self.language, self.language)],
                settings={
                    "PARSERS": ["relative-time"],
                    "RELATIVE_BASE": self.here,
                    "TIMEZONE": "UTC",
                    "RETURN_AS_TIMEZONE_AWARE": False,
                },
            )
        except (ValueError, OverflowError):  # a language it does not know, or a million years
            return None
        return answer - self.here if answer else None
