"""What is left in the database after an evening: what it adds to the record, and a search for anybody's id.

It reads the file itself, beside the bot and without its help, so that what it says is a check and not a claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, make_url, select

from bot.privacy.encodings import tells

RECORD = "contribution"


@dataclass(frozen=True)
class SearchResult:
    """What was found.

    Attributes:
        record: the rows of what waits to be added to the record, by column.
        rows: how many rows the tables have that have any.
        tables: how many tables there are.
        values: how many values were looked at.
        found: where an id of one of the people was found: tables, or files.
    """

    record: tuple[Mapping[str, Any], ...]
    rows: Mapping[str, int]
    tables: int
    values: int
    found: tuple[str, ...]


def look_for(people: Collection[int], url: str) -> SearchResult:
    """Read every column of every row of every table, and the files as they lie on the disk.

    Args:
        people: the Discord ids to look for.
        url: the SQLite database.
    """
    engine = create_engine(url)
    try:
        tables = MetaData()
        tables.reflect(engine)
        with engine.connect() as connection:
            kept = {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in tables.sorted_tables
            }
    finally:
        engine.dispose()
    found = [f"{name}.{column}" for name, column, value in _values(kept) if tells(value, people)]
    found += [path.name for path in _files(url) if tells(path.read_bytes(), people)]
    return SearchResult(
        record=tuple(kept.get(RECORD, ())),
        rows={name: len(rows) for name, rows in kept.items() if rows},
        tables=len(kept),
        values=sum(1 for _ in _values(kept)),
        found=tuple(dict.fromkeys(found)),
    )


def _values(kept: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str, Any]]:
    for name, rows in kept.items():
        for row in rows:
            for column, value in row.items():
                yield name, column, value


def _files(url: str) -> Iterator[Path]:
    """The database, and what SQLite keeps beside it."""
    database = make_url(url).database
    if database is not None:  # else it is in memory alone
        path = Path(database)
        yield from sorted(path.parent.glob(path.name + "*"))
