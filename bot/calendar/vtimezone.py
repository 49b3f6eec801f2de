"""A zone's clock changes as the VTIMEZONE of a calendar file: yearly rules, and no lists of dates.

Outlook passes over the parts of a VTIMEZONE that list their dates (RDATE), so each change is said as a rule, such as
"the last Sunday of October", from the first year in which it holds to the last. What no rule covers for two years
running, such as the clock changes around Ramadan, is a rule of one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from .rules import WEEKDAYS

YEARS_AHEAD = 15
"""How far the changes are looked for. The rules of the last years go on without an end."""
LAST = -1
_A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Jump:
    """One change of the clocks."""

    wall: datetime
    """What the clocks show just before they jump."""
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool
    """Whether the clocks are put forward, and back within a year. Readers expect DAYLIGHT to be ahead, also in Ireland
    and Morocco, where the law calls the winter the exception; and they expect what is for good to be STANDARD."""

    @property
    def kind(self) -> tuple[object, ...]:
        """What two jumps of one rule have in common."""
        at = (self.wall.month, self.wall.weekday(), self.wall.time())
        return (*at, self.before, self.after, self.name, self.is_summer)

    @property
    def ordinals(self) -> set[int]:
        """Which weekday of its month it may be called: the fourth, the last, or either."""
        nth = (self.wall.day - 1) // 7 + 1
        is_last = (self.wall + timedelta(days=7)).month != self.wall.month
        return ({nth} if nth < 5 else set()) | ({LAST} if is_last else set())


@dataclass(slots=True)
class _Run:
    """Jumps of one rule in years that follow one another."""

    jumps: list[_Jump]
    ordinals: set[int] = field(default_factory=set)

    def takes(self, jump: _Jump) -> bool:
        """Whether that jump is the next of this rule."""
        last = self.jumps[-1]
        follows = jump.wall.year == last.wall.year + 1
        return follows and jump.kind == last.kind and bool(self.ordinals & jump.ordinals)


def vtimezone(zone: str, first: datetime, until_year: int) -> Timezone:
    """The VTIMEZONE of a zone.

    Args:
        zone: its IANA name.
        first: the earliest instant it is needed for, aware.
        until_year: up to where clock changes are looked for, one by one.
    """
    here = ZoneInfo(zone)
    jumps = list(_jumps(here, first.year - 1, until_year))
    made = Timezone()
    made.add("tzid", zone)
    if not jumps or jumps[0].wall > first.astimezone(here).replace(tzinfo=None):
        made.add_component(_steady(jumps[0].before if jumps else None, here, first))
    for run in _runs(jumps):
        made.add_component(_observance(run, is_open=run.jumps[-1].wall.year == until_year))
    return made


def _jumps(here: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Jump]:
    """The jumps of those years. One year more is looked at, to tell what is for good."""
    found = list(_found(here, first_year, last_year + 1))
    for jump, later in zip_longest(found, found[1:]):
        if jump.wall.year <= last_year:
            back = later is not None and later.wall - jump.wall <= _A_YEAR
            yield replace(jump, is_summer=jump.after > jump.before and back)


def _found(here: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Jump]:
    # No place has changed its clocks and changed them back within a week.
    at = datetime(first_year, 1, 1, tzinfo=UTC)
    while at.year <= last_year:
        later = at + timedelta(days=7)
        if at.astimezone(here).utcoffset() != later.astimezone(here).utcoffset():
            yield _jump_between(here, at, later)
        at = later


def _jump_between(here: ZoneInfo, low: datetime, high: datetime) -> _Jump:
    """The jump between two instants, to the second."""
    before = low.astimezone(here).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(here).utcoffset() == before else (low, middle)
    there = high.astimezone(here)
    after = there.utcoffset()
    assert before is not None
    assert after is not None
    wall = high.replace(tzinfo=None) + before
    return _Jump(wall, before, after, there.tzname() or "", is_summer=False)


def _runs(jumps: Iterable[_Jump]) -> list[_Run]:
    runs: list[_Run] = []
    for jump in jumps:
        run = next((run for run in runs if run.takes(jump)), None)
        if run is None:
            runs.append(_Run([jump], jump.ordinals))
        else:
            run.jumps.append(jump)
            run.ordinals &= jump.ordinals
    return runs


def _observance(run: _Run, *, is_open: bool) -> TimezoneStandard | TimezoneDaylight:
    """One rule, from its first year on; with an end unless it still holds when nobody looks further."""
    first, last = run.jumps[0], run.jumps[-1]
    part = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    part.add("dtstart", first.wall)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    part.add("tzname", first.name)
    ordinal = LAST if LAST in run.ordinals else min(run.ordinals)
    rule: dict[str, object] = {
        "freq": "yearly",
        "bymonth": first.wall.month,
        "byday": f"{ordinal}{WEEKDAYS[first.wall.weekday()]}",
    }
    if not is_open:
        # A day after the last change: some readers take this for a time on the wall, and would leave that one out.
        rule["until"] = (last.wall - last.before).replace(tzinfo=UTC) + timedelta(days=1)
    part.add("rrule", rule)
    return part


def _steady(offset: timedelta | None, here: ZoneInfo, first: datetime) -> TimezoneStandard:
    """What holds before the first change, or for good."""
    there = first.astimezone(here)
    part = TimezoneStandard()
    part.add("dtstart", datetime(first.year - 1, 1, 1))  # noqa: DTZ001 - a time on the wall
    part.add("tzoffsetfrom", offset if offset is not None else there.utcoffset())
    part.add("tzoffsetto", offset if offset is not None else there.utcoffset())
    part.add("tzname", there.tzname() or "")
    return part
