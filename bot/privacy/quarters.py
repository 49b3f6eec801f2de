"""Calendar quarters, in UTC: the only time that the record knows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


class Quarter(NamedTuple):
    """A quarter of a year. The later one is the greater."""

    year: int
    number: int
    """From 1 to 4."""

    @classmethod
    def of(cls, instant: datetime) -> Quarter:
        """The quarter that an instant lies in."""
        at = instant.astimezone(UTC)
        return cls(at.year, (at.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """The quarter that is written so.

        Raises:
            ValueError: it is no quarter.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @property
    def starts_at(self) -> datetime:
        """Its first instant, UTC."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return self.back(-1)

    def back(self, count: int) -> Quarter:
        """The quarter that many quarters before it."""
        year, rest = divmod(4 * self.year + self.number - 1 - count, 4)
        return Quarter(year, rest + 1)
