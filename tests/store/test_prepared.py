"""Statements that were made ready keep what SQLAlchemy would keep, and leave to it what they cannot do."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.store.prepared import prepared, prepared_read
from bot.store.sqlite_store import SQLiteStore
from bot.store.store import Store, StoreError
from bot.store.tables import circle, rota, schedule

NOW = datetime(2026, 3, 1, 12, 30, 1, 250_001, tzinfo=UTC)
add = insert(circle)
name_again = update(circle).where(circle.c.id == bindparam("number")).values(name=bindparam("new_name"))
name_all_alike = update(circle).where(circle.c.guild_xid == 7).values(name="the same")


def some_circles(db: Connection) -> None:
    db.execute(add, [{"guild_xid": 6 + number, "name": f"Circle {number}"} for number in (1, 2)])


def names(db: Connection) -> list[str]:
    return list(db.execute(select(circle.c.name).order_by(circle.c.id)).scalars())


def add_a_schedule(db: Connection) -> None:
    row = {"guild_xid": 7, "circle_id": 1, "status": "active", "version": 1, "choices": "{}"}
    more = {"salt": b"s", "rota_turn": 0, "announce_at": NOW, "touched_at": NOW}
    db.execute(insert(schedule), [{**row, **more}])


async def test_many_rows_are_added_and_one_is_changed(store: Store) -> None:
    def work(db: Connection) -> Any:
        some_circles(db)
        many = [{"number": 1, "new_name": "A"}, {"number": 2, "new_name": "B"}]
        assert db.execute(name_again, many).rowcount == 2
        assert db.execute(name_again, {"number": 2, "new_name": "C"}).rowcount == 1
        assert db.execute(name_again, {"number": 3, "new_name": "D"}).rowcount == 0
        return names(db)

    assert await store.write(work) == ["A", "C"]


async def test_what_a_statement_says_itself_is_kept(store: Store) -> None:
    def work(db: Connection) -> Any:
        some_circles(db)
        assert prepared(db, name_all_alike, {}) is not None
        assert db.execute(name_all_alike, {}).rowcount == 1
        return names(db)

    assert await store.write(work) == ["the same", "Circle 2"]


async def test_values_are_kept_as_their_columns_keep_them(store: Store) -> None:
    def work(db: Connection) -> None:
        some_circles(db)
        add_a_schedule(db)
        kept = db.exec_driver_sql("SELECT announce_at FROM schedule").scalar()
        assert kept == int(NOW.timestamp()) * 1_000_000 + 250_001
        assert db.execute(select(schedule.c.announce_at)).scalar() == NOW

    await store.write(work)


async def test_what_cannot_be_ready_is_left_to_sqlalchemy(store: Store) -> None:
    some = delete(circle).where(circle.c.id.in_(bindparam("ids", expanding=True)))

    def work(db: Connection) -> Any:
        some_circles(db)
        one = {"guild_xid": 9, "name": "Circle 3"}
        assert prepared(db, add, one) is None
        assert db.execute(add, one).inserted_primary_key == (3,)
        assert prepared(db, some, {"ids": [1, 2]}) is None
        assert db.execute(some, {"ids": [1, 2]}).rowcount == 2
        returning = update(circle).values(name=bindparam("new_name")).returning(circle.c.id)
        assert db.execute(returning, {"new_name": "E"}).scalars().all() == [3]
        assert prepared(db, text("SELECT 1"), {}) is None
        tokens = Table(
            "tokens", MetaData(), Column("value", String, default=lambda: token_hex(4), onupdate="x")
        )
        assert prepared(db, insert(tokens), [{}]) is None
        assert prepared(db, update(tokens), {}) is None
        return names(db)

    assert await store.write(work) == ["E"]


async def test_a_missing_parameter_changes_nothing(store: Store) -> None:
    await store.write(some_circles)
    with pytest.raises(StatementError):
        await store.write(lambda db: db.execute(name_again, {"number": 1}).rowcount)
    with pytest.raises(KeyError):
        await store.write(
            lambda db: db.execute(name_again, [{"number": 1, "new_name": "A"}, {"number": 2}]).rowcount
        )
    assert await store.read(names) == ["Circle 1", "Circle 2"]


async def test_a_refusal_is_that_of_the_database_and_shows_no_values(store: Store) -> None:
    await store.write(some_circles)
    place = {"schedule_id": 1, "place": 1, "member": b"hush"}
    with pytest.raises(IntegrityError) as refused:
        await store.write(lambda db: db.execute(insert(rota), [place]).rowcount)
    assert "hush" not in str(refused.value)
    assert await store.read(names) == ["Circle 1", "Circle 2"]


by_name = (
    select(schedule, circle.c.name.label("called"))
    .join_from(schedule, circle, schedule.c.circle_id == circle.c.id)
    .where(circle.c.name == bindparam("wanted"))
    .limit(1)
)


async def test_what_is_read_is_what_sqlalchemy_would_read(store: Store) -> None:
    def add_all(db: Connection) -> None:
        some_circles(db)
        add_a_schedule(db)

    def look(db: Connection) -> Any:
        wanted = {"wanted": "Circle 1"}
        assert prepared_read(db, by_name, wanted) is not None
        ready = db.execute(by_name, wanted).mappings().all()
        plain = db.execute(by_name, wanted, execution_options={"plain": True}).mappings().all()
        assert [dict(row) for row in ready] == [dict(row) for row in plain]
        first = db.execute(by_name, wanted).one()
        assert (first.called, first.announce_at, first.id) == ("Circle 1", NOW, 1)
        assert db.execute(by_name, {"wanted": "none"}).first() is None
        return db.execute(select(circle.c.id).order_by(circle.c.id)).scalars().all()

    await store.write(add_all)
    assert await store.read(look) == [1, 2]
    assert await store.write(look) == [1, 2]


async def test_a_read_that_cannot_be_ready_is_left_to_sqlalchemy(store: Store) -> None:
    some = select(circle.c.name).where(circle.c.id.in_(bindparam("ids", expanding=True)))

    def look(db: Connection) -> Any:
        assert prepared_read(db, some, {"ids": [1]}) is None
        assert prepared_read(db, text("SELECT 1"), {}) is None
        return db.execute(some, {"ids": [2]}).scalars().all()

    await store.write(some_circles)
    assert await store.read(look) == ["Circle 2"]


@pytest.mark.sqlite
async def test_a_read_that_fails_is_the_databases_fault_and_shows_no_values(store: Store) -> None:
    nowhere = select(Table("nowhere", MetaData(), Column("value", String)).c.value)
    asked = nowhere.where(bindparam("word") == "x")
    with pytest.raises(StoreError) as failed:
        await store.read(lambda db: db.execute(asked, {"word": "hush"}).all())
    assert isinstance(failed.value.__cause__, OperationalError)
    assert "hush" not in str(failed.value.__cause__)
    with pytest.raises(StatementError):
        await store.read(lambda db: db.execute(by_name).all())
    assert await store.read(names) == []


@pytest.mark.sqlite
async def test_whoever_listens_hears_what_is_read(store: Store) -> None:
    assert isinstance(store, SQLiteStore)
    heard = list[str]()
    event.listen(store._writer, "before_cursor_execute", lambda *given: heard.append(given[2]))
    assert await store.write(names) == []
    assert [statement for statement in heard if statement.startswith("SELECT")]
