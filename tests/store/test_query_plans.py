"""How SQLite answers every statement the bot has: by an index, however many rows there are."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import (
    CompoundSelect,
    Connection,
    Delete,
    PrimaryKeyConstraint,
    Select,
    Table,
    UniqueConstraint,
    Update,
)
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql import visitors

from bot import store
from bot.store.opening import open_store
from bot.store.tables import metadata

pytestmark = pytest.mark.sqlite

MAY_WALK = {
    "queries.open_states": "asked once, at a start",
    "queries.servers_here": "asked once for all servers that come at a start, of the index alone",
    "queries.every_server": "asked once, at a start: a row for each server that chose something",
    "schedule_queries.open_wishes": "asked once, at a start",
    "mark_queries.everything": "asked once, by whoever lets go of what a lost key sealed",
    "mark_queries.servers": "asked at a start, and when Discord is heard again",
    "channel_queries.every_session": "asked by the doctor, of every server at once",
    "own_content_queries.due_resources": "asked by the doctor, of every server at once",
    "formats.drop_unused": "the table has a row for each format in use",
    "participation_queries.quarters_waiting": "asked once, at a start",
    "participation_queries.cells_by_guild": "an operator's report reads every cell, and nobody waits",
    "gathering_queries.every_open": "asked once, at a start",
    "gathering_queries.everybody": "asked for a search of all the files, by an operator",
    "gathering_queries.every_on_call": "a row for each facilitator on call, looked through now and then",
    "greeting_queries.every": "asked for a search of all the files, by an operator",
    "next_day_queries.every": "asked for a search of all the files, by an operator",
    "own_format_queries.drop_old_drafts": "a row for each draft that is open",
    "question_queries.end_before": "asked once a day",
    "question_queries.every": "asked for a search of all the files, by an operator",
    "series_queries.series_with_seats": "asked at a start, and for what is kept of a person",
    "series_queries.every_seat": "asked for a search of all the files, by an operator",
    "absence_queries.known": "asked when Discord names the servers of the bot",
    "absence_queries.concerned": "asked once for all servers that come together, of the indexes alone",
    "circle_queries.count_from_now": "asked once a day",
    "circle_queries.forget_old_questions": "asked once a day",
    "circle_queries.forget_old_names": "asked once a day",
    "keeping_queries.old_notes": "asked once a day",
    "keeping_queries.old_sparks": "asked once a day",
    "keeping_queries.wishes": "asked once a day",
    "rights_queries.all_seats": "asked for a search of all the files, by an operator",
    "rights_queries.rotas": "asked for what is kept of a person: each has a salt of its own, so all are opened",
    "rights_queries.marks": "asked for what is kept of a person; the table has a row for each edit that stands",
    "rights_queries.sealed_rotas": "asked for a search of all the files, by an operator",
    "rights_queries.sealed_wishes": "asked for a search of all the files, by an operator",
    "rights_queries.sealed_marks": "asked for a search of all the files, by an operator",
    "sealing_queries.sessions_not_over": "asked at a start, and for what is kept of a person",
    "sealing_queries.not_over_with_a_seat": "asked once, at a start",
    "sealing_queries.SEALED[0]": "reads one row at most",
    "sealing_queries.SEALED[1]": "reads one row at most",
    "sealing_queries.SEALED[2]": "reads one row at most",
    "sealing_queries.SEALED[3]": "reads one row at most",
    "sealing_queries.SEALED[4]": "reads one row at most",
    "sealing_queries.SEALED[5]": "reads one row at most",
    "sealing_queries.SEALED[6]": "reads one row at most",
    "sealing_queries.SEALED[7]": "reads one row at most",
    "sealing_queries.sealed_sessions": "reads one row at most",
    "sealing_queries.some_seats": "reads a hundred rows at most",
    "sealing_queries.some_rotas": "reads a hundred rows at most",
    "sealing_queries.some_wishes": "reads a hundred rows at most",
    "sealing_queries.some_sparks": "reads a hundred rows at most",
    "sealing_queries.all_seats_of_rotas": "asked once, by whoever lets go of what a lost key sealed",
    "sealing_queries.all_wishes": "asked once, by whoever lets go of what a lost key sealed",
    "sealing_queries.all_open_wishes": "asked once, by whoever lets go of what a lost key sealed",
    "sealing_queries.all_sparks": "asked once, by whoever lets go of what a lost key sealed",
    "set_aside_queries.marked_sessions": "asked once, at a start, where everything is read",
    "set_aside_queries.marked_schedules": "asked once, at a start, where everything is read",
    "set_aside_queries.marked_deliveries": "asked once, at a start, where everything is read",
    "set_aside_queries.unmark[0]": "asked once, at a start, where everything is read",
    "set_aside_queries.unmark[1]": "asked once, at a start, where everything is read",
    "set_aside_queries.unmark[2]": "asked once, at a start, where everything is read",
    "set_aside_queries.every_session": "asked once, at a start, where everything is read",
    "set_aside_queries.every_schedule": "asked once, at a start, where everything is read",
    "set_aside_queries.every_delivery": "asked once, at a start, where everything is read",
}

MODULES = tuple(
    importlib.import_module(f"{store.__name__}.{module.name}")
    for module in pkgutil.iter_modules(store.__path__)
    if module.name.endswith("queries") or module.name == "formats"
)


def _named_statements(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        # What begins with a line is a part of another statement, and is read with that one.
        if not name.startswith("_"):
            yield name, value
            if isinstance(value, tuple):
                yield from ((f"{name}[{number}]", one) for number, one in enumerate(value))


STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": statement
    for module in MODULES
    for name, statement in _named_statements(module)
    if isinstance(statement, Update | Delete | CompoundSelect)
    # What reads no table is no question: PostgreSQL is told something.
    or (isinstance(statement, Select) and statement.get_final_froms())
}


def _plan(db: Connection, statement: Any) -> list[str]:
    values: dict[str, Any] = {}

    def note(parameter: Any) -> None:
        if parameter.required:
            values[parameter.key] = None

    visitors.traverse(statement, {}, {"bindparam": note})
    sql = str(statement.compile(dialect=dialect(paramstyle="named")))
    sql = re.sub(r"\(__\[POSTCOMPILE_\w+\]\)", "(NULL, NULL)", sql)
    sql = re.sub(r":\w+", "NULL", sql)
    return [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    file = tmp_path_factory.mktemp("plans") / "circle.db"

    async def read() -> dict[str, list[str]]:
        store = await open_store(f"sqlite:///{file}")
        try:
            return {name: await store.read(_plan, statement) for name, statement in STATEMENTS.items()}
        finally:
            await store.close()

    return asyncio.run(read())


@pytest.mark.parametrize("name", STATEMENTS)
def test_it_walks_no_whole_table(name: str, plans: dict[str, list[str]]) -> None:
    walks = [step for step in plans[name] if step.startswith("SCAN")]
    assert not walks or name in MAY_WALK, f"{plans[name]}: give it an index, or say in MAY_WALK why it may"


def test_what_is_due_is_read_in_the_order_of_its_index(plans: dict[str, list[str]]) -> None:
    """A hundred thousand rows of the future are not looked at."""
    walks, *looks = plans["queries.sessions_to_deliver"]
    assert (
        walks
        == "SEARCH delivery USING INDEX ix_delivery_slot_not_before_session_id (slot=? AND not_before<?)"
    )
    assert all("PRIMARY KEY" in step or "SUBQUERY" in step or "autoindex" in step for step in looks), looks


def test_whoever_may_walk_still_does(plans: dict[str, list[str]]) -> None:
    walking = {name for name, plan in plans.items() if any(step.startswith("SCAN") for step in plan)}
    assert walking == set(MAY_WALK)


def test_whatever_refers_to_a_row_is_found_without_a_walk() -> None:
    """Before a row is deleted, the database looks for what refers to it. No plan shows that."""
    lacking = [
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.parent.name not in _first_of_each_index(table)
    ]
    assert lacking == []


def _first_of_each_index(table: Table) -> set[str]:
    indexes = [list(index.columns) for index in table.indexes]
    unique = [
        list(one.columns)
        for one in table.constraints
        if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)
    ]
    return {columns[0].name for columns in (*indexes, *unique) if columns}
