"""The anonymous rows that remain of sessions: kept when one ends, and read."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping

from bot.circle import events as e
from bot.privacy.record import Record, record_of
from bot.store import queries as q

from .circle.change import Change
from .unit_of_work import Work
from .unreadable import RECORD, Unreadable, readable


def keep_record(work: Work, change: Change, _: e.Ended) -> None:
    """Keep the row that remains of a session that has ended, if one does."""
    record = record_of(change.steps[-1].after, work.now)
    if record is not None:
        work.db.execute(q.add_record, _values(record))


def records(db: Connection) -> list[Record]:
    """The anonymous rows, ordered by their random keys."""
    rows = sorted(db.execute(q.all_records).mappings(), key=lambda row: bytes(row["key"]))
    return list(readable(rows, _record))


def _record(row: RowMapping) -> Record:
    try:
        return _as_it_was(row)
    except (ValueError, AttributeError, TypeError):
        raise Unreadable(RECORD, 0) from None  # its key is chance, so there is no number


def _as_it_was(row: RowMapping) -> Record:
    asked = {key: _histogram(row[key]) for key in ("check_in", "check_out")}
    return Record(**{**row, **asked, "prompts": tuple(row["prompts"].split())})


def _histogram(kept: str | None) -> tuple[int, ...] | None:
    return None if kept is None else tuple(map(int, kept.split()))


def _values(record: Record) -> dict[str, object]:
    return {
        "key": record.key,
        "week": record.week,
        "format": record.format,
        "size": record.size,
        "length": record.length,
        "spoke_quarters": record.spoke_quarters,
        "time_used_quarters": record.time_used_quarters,
        "check_in": _counts(record.check_in),
        "check_out": _counts(record.check_out),
        "prompts": " ".join(record.prompts),
    }


def _counts(histogram: tuple[int, ...] | None) -> str | None:
    return None if histogram is None else " ".join(map(str, histogram))
