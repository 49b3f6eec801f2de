"""The types of columns that are ours: instants, times as clocks show them, and days. What cannot be read is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, String, Text, TypeDecorator

Number = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number as large as any of SQLite's."""


class Words(TypeDecorator[str]):
    """Text that is about so long. How long it may be is for whoever asks for it: SQLite never looks, and PostgreSQL
    would refuse the whole transaction. The character zero is left out, which PostgreSQL does not take."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return Text() if dialect.name == "postgresql" else self.impl_instance

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value.replace("\0", "") if value is not None and "\0" in value else value


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, kept as whole microseconds since 1970: exact and sortable in every database.

    What is no instant is read as none, for an error here would keep all other rows of a question from being read.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        try:
            return None if value is None else _EPOCH + timedelta(microseconds=value)
        except (TypeError, OverflowError):
            return None


class WallTime(TypeDecorator[datetime]):
    """What the clocks of a place show, kept as text such as 2026-12-01T19:00:00. What is none is read as none."""

    impl = String(19)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return Text() if dialect.name == "postgresql" else self.impl_instance

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else value.isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        try:
            return None if value is None else datetime.fromisoformat(value).replace(tzinfo=None)
        except (TypeError, ValueError):
            return None


class Day(TypeDecorator[date]):
    """A day of the calendar. What is none is read as none, for the same reason."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        read = super().result_processor(dialect, coltype)

        def tolerant(value: Any) -> date | None:
            try:
                found: date | None = value if read is None else read(value)
            except (TypeError, ValueError):
                return None
            return found

        return tolerant
