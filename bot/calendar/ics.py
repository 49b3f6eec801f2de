"""A circle's dates as an `.ics` file that calendar programs read as the same instants, also when read again later.

The same UID replaces what a program had; a greater SEQUENCE and a later LAST-MODIFIED tell it that this is newer.

Nothing here decides which dates are moved or skipped, and nobody is named: no organizer, no attendees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur, vText

from .recurrence import Change, Occurrence, Series, next_occurrence, occurrences
from .rules import Rule, read_rule
from .vtimezone import YEARS_AHEAD, vtimezone
from .wallclock import LocalTime, instant_of

PRODUCT = "-//Story Circle//EN"
GAPS_AHEAD = timedelta(days=5 * 366)
_SEQUENCES_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_LONG_AGO = datetime(2, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """One meeting of a series of so many."""

    number: int
    title: str
    at: datetime
    """An aware instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleDates:
    """The dates of a circle, as they are published."""

    name: str
    series: Series
    uid: str
    """The same for a series whenever it is exported, so that a program replaces what it had."""
    minutes: int
    """How long one date lasts."""
    moved: Mapping[LocalTime, datetime] = field(default_factory=dict)
    """The dates by their `Occurrence.local`, with the aware instant to which each is moved."""
    skipped: Collection[LocalTime] = ()
    """The dates that are left out. What is in both was moved, then skipped."""
    stamp: datetime
    """The present, aware."""
    meetings: Sequence[NamedMeeting] | None = None
    """The dates of a series of so many meetings, one by one: its rule has another end. None: it goes by its rule."""

    @property
    def zone(self) -> ZoneInfo:
        """By whose clocks it meets."""
        return ZoneInfo(self.series.zone)


def calendar_of(dates: CircleDates) -> bytes:
    """The `.ics` file of a series. Without a date that ever comes it holds no event."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(dates.name))
    first = next_occurrence(dates.series, _LONG_AGO)
    if first is not None:
        if dates.meetings is not None:
            events = _one_by_one(dates, dates.meetings)
        else:
            events = _once(dates, first) if dates.series.rule is None else _again_and_again(dates, first)
        for event in events:
            calendar.add_component(event)
        earliest = min([first.at, *dates.moved.values(), *(one.at for one in dates.meetings or ())])
        until_year = max(dates.stamp.year, first.at.year) + YEARS_AHEAD
        if dates.series.zone != "UTC":
            calendar.add_component(vtimezone(dates.series.zone, earliest, until_year))
    data: bytes = calendar.to_ical()
    return data


def _one_by_one(dates: CircleDates, meetings: Sequence[NamedMeeting]) -> Iterator[Event]:
    """Each meeting as an event of its own. It is known by its number, so it is moved when the file comes again."""
    for one in meetings:
        named = replace(dates, name=one.title, uid=f"{one.number}-{dates.uid}")
        yield _event(named, _exactly(one.at, dates.zone))


def _once(dates: CircleDates, first: Occurrence) -> Iterator[Event]:
    """The only date, where it was moved to."""
    event = _event(dates, _exactly(dates.moved.get(first.local, first.at), dates.zone))
    if first.local in dates.skipped:
        event.add("status", "CANCELLED")
    yield event


def _again_and_again(dates: CircleDates, first: Occurrence) -> Iterator[Event]:
    """The rule, with the dates that are left out; and each date that is at another time than the rule says."""
    zone = dates.zone
    main = _event(dates, _wall(first.local, zone))
    rule = _bounded(read_rule(dates.series.rule or ""), dates.series)
    main.add("rrule", vRecur.from_ical(str(rule)))
    for local in sorted(dates.skipped):
        main.add("exdate", _wall(local, zone))
    yield main
    changes = {gap.local: gap.at for gap in _gaps(dates.series, dates.stamp)} | dict(dates.moved)
    for local, at in sorted(changes.items()):
        if local not in dates.skipped:
            change = _event(dates, _exactly(at, zone))
            change.add("recurrence-id", _wall(local, zone))
            yield change


def _event(dates: CircleDates, at: datetime) -> Event:
    """One event, with what all events of a file have."""
    new = Event()
    new.add("uid", dates.uid)
    new.add("dtstamp", dates.stamp.astimezone(UTC))
    new.add("last-modified", dates.stamp.astimezone(UTC))
    new.add("sequence", _sequence(dates.stamp))
    new.add("dtstart", at)
    new.add("duration", timedelta(minutes=dates.minutes))
    new.add("summary", dates.name)
    return new


def _sequence(stamp: datetime) -> int:
    """How new a file is: the minutes since 2020. It grows also when a date is changed back, and fits 31 bits."""
    return max(0, int((stamp - _SEQUENCES_BEGAN).total_seconds() // 60))


def _wall(local: LocalTime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone, fold=0)


def _exactly(at: datetime, zone: ZoneInfo) -> datetime:
    # The file format has no word for the second pass of an hour that comes twice; UTC says it.
    there = at.astimezone(zone)
    return at.astimezone(UTC) if there.fold else there


def _bounded(rule: Rule, series: Series) -> Rule:
    """The rule with its end as the UTC instant that RFC 5545 asks for beside a TZID.

    A count becomes the last date too: programs that do not count what falls into a gap would add one at the end.
    """
    if rule.count:
        *_, last = occurrences(series, _LONG_AGO)
        return replace(rule, count=None, until=last.at)
    if rule.until is None:
        return rule
    if isinstance(rule.until, datetime) and rule.until.tzinfo:
        return rule
    local = rule.until if isinstance(rule.until, datetime) else datetime.combine(rule.until, time(23, 59, 59))
    return replace(rule, until=instant_of(LocalTime(local), series.zone)[0])


def _gaps(series: Series, stamp: datetime) -> list[Occurrence]:
    """The dates of the coming years that a clock change moves.

    RFC 5545 reads a time in a gap as we do (3.3.5), but leaves it out of a rule (3.3.10); some programs do one, some
    the other. Said as a moved date, it is the same instant in all of them.
    """
    near = takewhile(lambda date: date.at < stamp + GAPS_AHEAD, occurrences(series, stamp))
    return [date for date in near if date.change is Change.GAP]
