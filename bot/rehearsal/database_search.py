"""What is left in the database after an evening: the anonymous row, and a search for anybody's id.

It reads the file itself, beside the bot and without its help, so that what it says is a check and not a claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, make_url, select

RECORD = "record"


@dataclass(frozen=True)
class SearchResult:
    """What was found.

    Attributes:
        record: the rows of the table of records, by column.
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
    found = [f"{name}.{column}" for name, column, value in _values(kept) if _is_in(value, people)]
    found += [path.name for path in _files(url) if _is_in(path.read_bytes(), people)]
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


def _is_in(value: Any, people: Collection[int]) -> bool:
    """Whether somebody's id is in it: as a number, in words, or as eight bytes."""
    if isinstance(value, int):
        return value in people
    if isinstance(value, str):
        return any(str(person) in value for person in people)
    if isinstance(value, bytes):
        return any(form in value for person in people for form in encodings(person))
    return value is not None and any(str(person) in repr(value) for person in people)


def encodings(person: int) -> tuple[bytes, ...]:
    """Every form in which a file may hold an id: digits, hexadecimal, a 64 bit number either way round (SQLite keeps
    a column so), and the variable-length number that SQLite makes of a row's key."""
    digits = f"{person:x}"
    return (
        str(person).encode(),
        digits.encode(),
        digits.upper().encode(),
        person.to_bytes(8, "big"),
        person.to_bytes(8, "little"),
        _varint(person),
    )


def _varint(number: int) -> bytes:
    """A number as SQLite writes a row's key: seven bits a byte, the highest first; above 56 bits the last has eight."""
    if number >> 56:
        groups = [number & 0xFF]
        number >>= 8
        groups += [(number >> 7 * place & 0x7F) | 0x80 for place in range(8)]
    else:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append((number & 0x7F) | 0x80)
    return bytes(reversed(groups))
