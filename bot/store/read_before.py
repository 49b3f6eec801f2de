"""What a transaction has read already, for as long as it has written nothing to the table since."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection, Table

from .prepared import PreparedConnection


class ReadBefore:
    """What was read of some tables, by what it is about.

    It holds only where what is read is locked, so that nobody else writes it meanwhile (`locks`). On a connection that
    does not count what it writes, nothing is found here.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, Hashable], tuple[int, Any]] = {}

    def find(self, db: Connection, table: Table, about: Hashable) -> Any | None:
        """What was read, or what a row was made to say; None if that is not known any more."""
        writes, found = self._found.get((table.name, about), (-1, None))
        return found if isinstance(db, PreparedConnection) and db.writes_to(table) == writes else None

    def keep(self, db: Connection, table: Table, about: Hashable, found: Any) -> None:
        """Remember what was read, or what a row says since it was written."""
        if isinstance(db, PreparedConnection):
            self._found[table.name, about] = (db.writes_to(table), found)

    def forget(self) -> None:
        """What was read may mean something else now."""
        self._found.clear()
