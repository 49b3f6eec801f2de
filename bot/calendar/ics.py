"""A circle's dates as an `.ics` file that calendar programs read as the same instants, also when read again later.

The same UID replaces what a program had; a greater SEQUENCE and a later LAST-MODIFIED tell it that this is newer.

Nothing here decides which dates are moved or skipped, and nobody is named: no organizer, no attendees.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
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


def calendar_of(
    name: str,
    series: Series,
    *,
    uid: str,
    minutes: int,
    moved: Mapping[LocalTime, datetime],
    skipped: Collection[LocalTime],
    stamp: datetime,
    url: str | None = None,
    description: str | None = None,
) -> bytes:
    """The `.ics` file of a series. Without a date that ever comes it holds no event.

    Args:
        uid: the same for a series whenever it is exported, so that a program replaces what it had.
        minutes: how long one date lasts.
        moved: the dates by their `Occurrence.local`, with the aware instant to which each is moved.
        skipped: the dates that are left out. What is in both was moved, then skipped.
        stamp: the present, aware.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    first = next_occurrence(series, _LONG_AGO)
    if first is not None:
        zone = ZoneInfo(series.zone)

        def event(at: datetime) -> Event:
            new = Event()
            new.add("uid", uid)
            new.add("dtstamp", stamp.astimezone(UTC))
            new.add("last-modified", stamp.astimezone(UTC))
            new.add("sequence", _sequence(stamp))
            new.add("dtstart", at)
            new.add("duration", timedelta(minutes=minutes))
            new.add("summary", name)
            if url:
                new.add("url", url)
            if description:
                new.add("description", description)
            return new

        if series.rule is None:
            once = event(_exactly(moved.get(first.local, first.at), zone))
            if first.local in skipped:
                once.add("status", "CANCELLED")
            calendar.add_component(once)
        else:
            main = event(_wall(first.local, zone))
            main.add("rrule", vRecur.from_ical(str(_bounded(read_rule(series.rule), series))))
            for local in sorted(skipped):
                main.add("exdate", _wall(local, zone))
            calendar.add_component(main)
            changes = {gap.local: gap.at for gap in _gaps(series, stamp)} | dict(moved)
            for local, at in sorted(changes.items()):
                if local not in skipped:
                    change = event(_exactly(at, zone))
                    change.add("recurrence-id", _wall(local, zone))
                    calendar.add_component(change)
        earliest = min([first.at, *moved.values()])
        until_year = max(stamp.year, first.at.year) + YEARS_AHEAD
        if series.zone != "UTC":
            calendar.add_component(vtimezone(series.zone, earliest, until_year))
    data: bytes = calendar.to_ical()
    return data


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
