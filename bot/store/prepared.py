"""Writing statements made ready once, so that each later time they go to the driver almost as they are.

SQLAlchemy looks at every value and every bound name of a statement anew each time, which costs several times what
SQLite takes for it. What a statement says and how its values are kept comes from SQLAlchemy here too, but only once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Dialect, Insert, Update

_MOST = 500
"""How many are held, at most. The bot has fewer; those of tests and migrations come and go."""


class Prepared:
    """One statement as text, and how to make the driver's values of its parameters."""

    def __init__(
        self, text: str, values: Sequence[tuple[str | None, Any, Callable[[Any], Any] | None]]
    ) -> None:
        """`values`, in the order of the text: the parameter's name, or None and the value that is always the same;
        and what turns it into what is kept."""
        self._text = text
        self._values = values

    def run(self, db: Connection, many: Sequence[Mapping[str, Any]]) -> CursorResult[Any]:
        """Run it once for each of these parameters.

        Raises:
            KeyError: a parameter is missing.
            SQLAlchemyError: it was not done.
        """
        rows = [self._row(parameters) for parameters in many]
        return db.exec_driver_sql(self._text, rows if len(rows) > 1 else rows[0])

    def _row(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            fixed if name is None else parameters[name] if keep is None else keep(parameters[name])
            for name, fixed, keep in self._values
        )


def prepared(db: Connection, statement: Any, parameters: Any) -> Prepared | None:
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
) -> Prepared | None:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.returning or compiled.post_compile_params or compiled.positiontup is None:
        return None
    if compiled.insert_prefetch or compiled.update_prefetch:
        return None  # a default that Python makes is another one each time
    values: list[tuple[str | None, Any, Callable[[Any], Any] | None]] = []
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
    return Prepared(compiled.string, values)
