"""The anonymous rows that remain of sessions, as they are kept."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping

from bot.privacy.record import Record
from bot.store import queries as q

from .unreadable import RECORD, Unreadable, readable


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
