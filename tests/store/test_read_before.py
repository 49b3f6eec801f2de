"""What a transaction has read is known until something is written that may have changed it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import prepared, tables
from bot.store import queries as q
from bot.store.prepared import PreparedConnection
from bot.store.read_before import ReadBefore

FOUND = object()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[PreparedConnection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/circle.db")
    tables.metadata.create_all(engine)
    connection = PreparedConnection(engine)
    with connection, connection.begin():
        yield connection
    engine.dispose()


def known(db: sa.Connection, change: sa.Executable | None, **values: object) -> bool:
    read = ReadBefore()
    read.keep(db, tables.session, 1, FOUND)
    if change is not None:
        db.execute(change, values)
    return read.find(db, tables.session, 1) is FOUND


def test_it_is_known_while_others_are_written(db: PreparedConnection) -> None:
    assert known(db, None)
    assert known(db, q.session_by_id, of_session=1)
    assert known(db, q.set_deadline, of_session=1, new_kind="turn", new_due_at=None)


@pytest.mark.parametrize("change", ["its table", "something is deleted", "nobody knows what"])
def test_it_is_not_known_after(db: PreparedConnection, change: str) -> None:
    if change == "its table":
        assert not known(db, q.set_room, of_session=1, new_room_xid=5)
    elif change == "something is deleted":
        assert not known(db, q.drop_deadline, of_session=1)
    else:
        assert not known(db, sa.text("UPDATE session SET room_xid = 5"))


def test_it_is_known_of_what_it_is_about_alone(db: PreparedConnection) -> None:
    read = ReadBefore()
    read.keep(db, tables.session, 1, FOUND)
    assert read.find(db, tables.session, 2) is None
    assert read.find(db, tables.seat, 1) is None
    read.forget()
    assert read.find(db, tables.session, 1) is None


def test_nothing_is_known_where_nobody_counts(db: PreparedConnection) -> None:
    with prepared.ReadingConnection(db.engine) as reading:
        assert not known(reading, None)
