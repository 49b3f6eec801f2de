"""Statements made ready once, so that each later time they go to the driver almost as they are.

SQLAlchemy looks at every value and every bound name of a statement anew each time, which costs several times what
the database takes for it. What a statement says and how its values are kept comes from SQLAlchemy here too, but once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Result, Select, Update
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError

_MOST = 500
"""How many are held, at most. The bot has fewer; those of tests and migrations come and go."""


Keep = Callable[[Any], Any]


class _Prepared:
    """One statement as text, and how to make the driver's values of its parameters."""

    def __init__(self, text: str, values: Sequence[tuple[str | None, Any, Keep | None]]) -> None:
        """`values`, in the order of the text: the parameter's name, or None and the value that is always the same;
        and what turns it into what is kept."""
        self._text = text
        self._values = values

    def _row(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            fixed if name is None else parameters[name] if keep is None else keep(parameters[name])
            for name, fixed, keep in self._values
        )

    @contextmanager
    def _cursor(self, db: Connection, values: Any) -> Iterator[Any]:
        """A cursor of the driver. What it refuses is raised as SQLAlchemy would: without the values."""
        driver, connection = db.dialect.loaded_dbapi, db.connection
        cursor = connection.cursor()
        try:
            yield cursor
        except driver.Error as error:
            raise DBAPIError.instance(
                self._text,
                values,
                error,
                driver.Error,
                hide_parameters=db.engine.hide_parameters,
                connection_invalidated=db.dialect.is_disconnect(error, connection.dbapi_connection, cursor),
            ) from error
        finally:
            cursor.close()


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a statement that only writes."""

    rowcount: int
    """How many rows it has added, changed or deleted."""


class PreparedWrite(_Prepared):
    """A statement that only writes."""

    def run(self, db: Connection, many: Sequence[Mapping[str, Any]]) -> Written:
        """Run it once for each of these parameters.

        Raises:
            KeyError: a parameter is missing.
            SQLAlchemyError: it was not done.
        """
        rows = [self._row(parameters) for parameters in many]
        with self._cursor(db, rows) as cursor:
            if len(rows) > 1:
                cursor.executemany(self._text, rows)
            else:
                cursor.execute(self._text, rows[0])
            return Written(cursor.rowcount)


class PreparedRead(_Prepared):
    """A statement that only reads. All its rows are fetched at once: short reads have few."""

    def __init__(
        self,
        text: str,
        values: Sequence[tuple[str | None, Any, Keep | None]],
        columns: Sequence[tuple[str, Keep | None]],
    ) -> None:
        """`columns`: the names of what it finds, and what turns each from what is kept into what it means."""
        super().__init__(text, values)
        self._names = SimpleResultMetaData([name for name, _ in columns])
        self._meant = [(place, meant) for place, (_, meant) in enumerate(columns) if meant is not None]

    def run(self, db: Connection, parameters: Mapping[str, Any]) -> Result[Any]:
        """Run it.

        Raises:
            KeyError: a parameter is missing.
            SQLAlchemyError: it was not done.
        """
        values = self._row(parameters)
        with self._cursor(db, values) as cursor:
            cursor.execute(self._text, values)
            rows = cursor.fetchall()
        return IteratorResult(self._names, iter(map(self._read, rows) if self._meant else rows))

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found = list(row)
        for place, meant in self._meant:
            found[place] = meant(found[place])
        return tuple(found)


def prepared_read(db: Connection, statement: Any, parameters: Any) -> PreparedRead | None:
    """What is ready of that statement that reads, with such parameters. None if its text depends on its values."""
    if isinstance(statement, Select) and (parameters is None or isinstance(parameters, dict)):
        return _prepare_read(statement, db.dialect, tuple(parameters or ()))
    return None


def prepared(db: Connection, statement: Any, parameters: Any) -> PreparedWrite | None:
    """What is ready of that statement with such parameters.

    None if it is none of those that only write: if it returns something, such as the id of a single new row; or if its
    text depends on its values.
    """
    if isinstance(parameters, list):
        if not parameters or not isinstance(statement, Insert | Update | Delete):
            return None
        return _prepare(statement, db.dialect, tuple(parameters[0]))
    if isinstance(parameters, dict) and isinstance(statement, Update | Delete):
        return _prepare(statement, db.dialect, tuple(parameters))
    return None


@lru_cache(_MOST)
def _prepare(
    statement: Insert | Update | Delete, dialect: Dialect, names: tuple[str, ...]
) -> PreparedWrite | None:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.returning or compiled.post_compile_params or compiled.positiontup is None:
        return None
    if compiled.insert_prefetch or compiled.update_prefetch:
        return None  # a default that Python makes is another one each time
    values = _values(compiled, dialect, names)
    return None if values is None else PreparedWrite(compiled.string, values)


@lru_cache(_MOST)
def _prepare_read(statement: Select[Any], dialect: Dialect, names: tuple[str, ...]) -> PreparedRead | None:
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.post_compile_params or compiled.positiontup is None:
        return None
    values = _values(compiled, dialect, names)
    columns = [
        (column.keyname, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in compiled._result_columns
    ]
    return None if values is None else PreparedRead(compiled.string, values, columns)


def _values(
    compiled: Any, dialect: Dialect, names: tuple[str, ...]
) -> list[tuple[str | None, Any, Keep | None]] | None:
    """How to make the driver's values, in their order. None when a parameter is missing."""
    values: list[tuple[str | None, Any, Keep | None]] = []
    for name in compiled.positiontup:
        bound = compiled.binds[name]
        keep = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if bound.key in names:
            values.append((bound.key, None, keep))
        elif bound.required:
            return None  # SQLAlchemy says best what is missing
        else:
            fixed = bound.effective_value
            values.append((None, fixed if keep is None else keep(fixed), None))
    return values


class ReadingConnection(Connection):
    """Runs what only reads almost as it is, unless somebody listens to its statements."""

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Like any connection's."""
        if not execution_options and self._goes_to_the_driver():
            ready = prepared_read(self, statement, parameters)
            if ready is not None:
                return ready.run(self, parameters or {})
        return super().execute(statement, parameters, execution_options=execution_options)

    def _goes_to_the_driver(self) -> bool:
        """Whether nobody listens to statements, and SQLAlchemy need not begin a transaction with this one."""
        return self.in_transaction() and not (self._has_events or self.engine._has_events)


class PreparedConnection(ReadingConnection):
    """Runs what only writes almost as it is too."""

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Like any connection's."""
        if not execution_options and self._goes_to_the_driver():
            ready = prepared(self, statement, parameters)
            if ready is not None:
                return ready.run(self, parameters if isinstance(parameters, list) else (parameters,))
        return super().execute(statement, parameters, execution_options=execution_options)
