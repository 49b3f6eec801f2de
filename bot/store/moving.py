"""Copying all that a SQLite database has into an empty PostgreSQL database, and proving that it is the same.

The rows are copied as they lie, not as this version reads them: what it cannot read today, another version may. It is
one transaction of the new database, its tables included: after a kill or a fault there is nothing in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    LargeBinary,
    String,
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from . import sqlite
from .key_database import Found
from .key_places import open_keys
from .postgres_server import Server, server, what_is_in_the_way
from .store import StoreError
from .tables import delivery, metadata, schedule, session

BATCH = 1000
"""How many rows are in memory at once."""
KEY_TABLES = {"story_circle_key", "story_circle_key_owner"}
"""Those of a database of keys."""
_MODULUS = 1 << 256
_SET_ASIDE = "Start the bot once, which sets it aside. Then story-circle let-go closes it."
_MEND = "Story Circle writes no such thing. Put a backup back that was made before it was there."


class CannotMove(Exception):
    """The database cannot be copied. The text says why."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a table has, whatever order its rows lie in: how many, and the sum of what SHA-256 makes of each."""

    rows: int = 0
    digest: int = 0

    def with_rows(self, rows: Sequence[Sequence[Any]]) -> Content:
        """The same, and these rows."""
        made = (hashlib.sha256(repr(tuple(row)).encode()).digest() for row in rows)
        return Content(
            self.rows + len(rows), (self.digest + sum(int.from_bytes(one) for one in made)) % _MODULUS
        )


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: rows, tables, and in how many texts a character was left out that PostgreSQL cannot keep."""

    rows: int
    tables: int
    left_out: int


def source_of(url: URL) -> Engine:
    """An engine for a SQLite database that only reads, also text that is none, and what a kill left in its log."""
    engine = sqlite.reader_engine(url, 1)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")

    return engine


def make_sure_it_is_fit(target: Connection) -> None:
    """Whether all can be copied into a PostgreSQL database. Raises `CannotMove`: what is in the way, and what to do."""
    found = server(target)
    if "alembic_version" in found.tables:
        raise CannotMove(
            f"The database {found.database} has a Story Circle in it already. Make an empty one, and name that."
        )
    if found.tables:
        raise CannotMove(
            f"The database {found.database} is not empty. Make one for Story Circle alone, and name that."
        )
    if why := what_is_in_the_way(found):
        raise CannotMove(why)


def count(source: Connection) -> int:
    """How many rows there are to copy."""
    return sum(_scalar(source, f'SELECT count(*) FROM "{table.name}"') for table in metadata.sorted_tables)  # noqa: S608


def copy(source: Connection, target: Connection, tell: Callable[[int], None]) -> Copied:
    """Copy every table, read each back, and compare.

    Args:
        source: the SQLite database, of this version.
        target: the PostgreSQL database, of this version and empty, in the transaction that is to be committed.
        tell: is told how many more rows were copied or read back.

    Raises:
        CannotMove: something cannot be kept there, or is not the same there. Nothing may be committed.
    """
    rows = left_out = 0
    for table in metadata.sorted_tables:
        fitting = _Fitting(table)
        sent = _copy_table(source, target, fitting, tell)
        if _read(target, table, tell) != sent:
            raise CannotMove(f"The table {table.name} is not the same there.")
        _go_on_counting(source, target, table)
        rows, left_out = rows + sent.rows, left_out + fitting.left_out
    return Copied(rows, len(metadata.sorted_tables), left_out)


def make_sure_keys_can_be_moved(target: Server, keys: Connection) -> None:
    """Whether the keys can be copied into that database. Raises `CannotMove`."""
    found = server(keys)
    if found.is_same_database(target):
        raise CannotMove("--keys-to names the database of --to. The keys need another one.")
    if why := what_is_in_the_way(found):
        raise CannotMove(why)
    if set(found.tables) - KEY_TABLES:
        raise CannotMove(f"The database {found.database} is not empty. Make one for the keys alone.")


def copy_keys(found: Found, to: URL) -> None:
    """Copy the keys of open circles, and read them back.

    They may lie there already: a kill came between them and the circles, and it is tried again.

    Raises:
        CannotMove: there are keys of another database, or they are not the same there.
        StoreError: the database with the keys cannot be used.
    """
    kept = open_keys(to)
    try:
        there = kept.found
        if there.owner not in (None, found.owner):
            raise CannotMove(
                "The database for the keys has those of another Story Circle. Make an empty one."
            )
        kept.destroy(there.keys)
        if found.owner is not None:
            kept.belong_to(found.owner)
        for name, value in found.keys.items():
            kept.add(name, value)
        there = kept.found
        if (there.owner, there.keys) != (found.owner, found.keys):
            raise CannotMove("The keys are not the same there.")
    finally:
        kept.close()


def take_keys_back(found: Found, to: URL) -> None:
    """Let none of these keys be there, as far as that can be done now."""
    with suppress(StoreError):
        kept = open_keys(to)
        try:
            kept.destroy(found.keys)
        finally:
            kept.close()


def _copy_table(
    source: Connection, target: Connection, fitting: _Fitting, tell: Callable[[int], None]
) -> Content:
    table, sent = fitting.table, Content()
    places = ", ".join(["%s"] * len(table.columns))
    insert = f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({places})'  # noqa: S608 (our own names)
    for batch in _batches(source, table):
        rows = [fitting.fit(row) for row in batch]
        try:
            target.exec_driver_sql(insert, rows)
        except IntegrityError:
            raise CannotMove(
                f"The table {table.name} has rows that PostgreSQL takes for the same. {_MEND}"
            ) from None
        sent = sent.with_rows(rows)
        tell(len(rows))
    return sent


def _batches(db: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    result = db.exec_driver_sql(
        f'SELECT {_columns(table)} FROM "{table.name}"',  # noqa: S608 (our own names)
        execution_options={"stream_results": True, "max_row_buffer": BATCH},
    )
    yield from result.partitions(BATCH)


def _read(target: Connection, table: Table, tell: Callable[[int], None]) -> Content:
    found = Content()
    for batch in _batches(target, table):
        found = found.with_rows(batch)
        tell(len(batch))
    return found


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _go_on_counting(source: Connection, target: Connection, table: Table) -> None:
    """The next number of a row is one that was never given, also where the last ones are gone."""
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return
    (column,) = table.primary_key
    given = _scalar(source, "SELECT max(seq) FROM sqlite_sequence WHERE name = ?", table.name) or 0
    highest = max(given, _scalar(source, f'SELECT max("{column.name}") FROM "{table.name}"') or 0)  # noqa: S608
    if highest:
        of = f"pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
        _scalar(target, f"SELECT setval({of}, {highest})")


def _scalar(db: Connection, statement: str, *values: object) -> int:
    found: int = db.exec_driver_sql(statement, values or None).scalar_one()
    return found


class _Fitting:
    """Makes of the rows of one table, as SQLite has them, rows that PostgreSQL takes. SQLite keeps anything in any
    column; PostgreSQL does not."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.left_out = 0
        self._ways = [self._way(column) for column in table.columns]

    def fit(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Raises `CannotMove`: it says in which row and column, and not what is there."""
        return tuple(
            None if value is None else way(value) for way, value in zip(self._ways, row, strict=True)
        )

    def _way(self, column: Column[Any]) -> Callable[[Any], Any]:
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type

        def as_kind(value: Any) -> Any:
            try:
                return self._as(kind, value)
            except ValueError as error:
                what = f"The table {self.table.name} has {error} in its column {column.name}."
                instead = _SET_ASIDE if self.table in (session, schedule, delivery) else _MEND
                raise CannotMove(f"{what} PostgreSQL cannot keep that. {instead}") from None

        return as_kind

    def _as(self, kind: Any, value: Any) -> Any:
        if isinstance(kind, Boolean):
            return _whole(value, 0, 1) == 1
        if isinstance(kind, BigInteger):
            return _whole(value, -(1 << 63), (1 << 63) - 1)
        if isinstance(kind, Integer):
            return _whole(value, -(1 << 31), (1 << 31) - 1)
        if isinstance(kind, LargeBinary):
            return _of(bytes, value)
        if isinstance(kind, Date):
            return _day(_of(str, value))
        assert isinstance(kind, String), kind
        return self._text(_of(str, value), kind.length)

    def _text(self, text: str, longest: int | None) -> str:
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            raise ValueError("text that is not Unicode")
        if "\0" in text:
            self.left_out += 1
            text = text.replace("\0", "")
        if longest is not None and len(text) > longest:
            raise ValueError(f"more than {longest} characters")
        return text


def _whole(value: Any, least: int, most: int) -> int:
    number: int = _of(int, value)
    if not least <= number <= most:
        raise ValueError("a number that is too large")
    return number


def _of(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError("something of another kind")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a day that is none") from None
