"""The dates of a series, as tests write them."""

from __future__ import annotations

from datetime import datetime

from bot.calendar.wallclock import LocalTime


def local_time(text: str) -> LocalTime:
    """What the clocks of the place show, written as 2026-12-01T19:00:00."""
    return LocalTime(datetime.fromisoformat(text))
