"""Months of the year, for what is forgotten after so many of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

Month = NewType("Month", str)
"""Such as 2026-03: earlier ones sort before later ones."""


def month_of(at: datetime) -> Month:
    """The month of an instant, by UTC."""
    return Month(at.astimezone(UTC).strftime("%Y-%m"))


def months_before(at: datetime, count: int) -> datetime:
    """The beginning of the month that many months before the one of an instant, as an instant."""
    here = at.astimezone(UTC)
    months = here.year * 12 + here.month - 1 - count
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
