"""From the clock on the wall of a place to an instant, and what a clock change does to it.

Nothing here repeats: `recurrence` does that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

LocalTime = NewType("LocalTime", datetime)
"""What the clocks of a place show: a naive date and time. By it a date of a series is known (RECURRENCE-ID), also when
that one date is moved or a law changes the clocks. The place is known beside it."""


class Change(StrEnum):
    """What a clock change does to a local time of day."""

    GAP = "gap"
    """The clocks skip this time that day; it is moved on by what they skip (02:30 becomes 03:30)."""
    TWICE = "twice"
    """The clocks show this time twice that day; the first is meant."""


def instant_of(local: LocalTime, zone: str) -> tuple[datetime, Change | None]:
    """The UTC instant at which the clocks of `zone` show the naive `local`, and what a clock change does to it.

    With `fold=0`, PEP 495 reads a skipped time by the offset before the gap, and one shown twice as the first. That is
    also RFC 5545, 3.3.5, and the same as `dateutil.tz.resolve_imaginary`, and tells both changes apart.
    """
    there = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    at = there.astimezone(UTC)
    before, after = there.utcoffset(), there.replace(fold=1).utcoffset()
    if before == after:
        return at, None
    # In a gap the offset that counts before the change is the smaller one (PEP 495).
    return at, Change.GAP if before < after else Change.TWICE  # type: ignore[operator]


def wall_time(at: datetime, zone: str) -> LocalTime:
    """What the clocks of `zone` show at the aware instant `at`, as a naive time."""
    return LocalTime(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0))
