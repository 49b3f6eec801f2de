"""How SQLite answers every statement the bot has: by an index, however many rows there are."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import Connection, Delete, Select, Update
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql import visitors

from bot.store import (
    channel_queries,
    formats,
    gathering_queries,
    greeting_queries,
    mark_queries,
    measured_queries,
    next_day_queries,
    own_content_queries,
    own_format_queries,
    participation_queries,
    queries,
    question_queries,
    schedule_queries,
    series_queries,
    spark_queries,
)
from bot.store.opening import open_store

pytestmark = pytest.mark.sqlite

MAY_WALK = {
    "queries.open_states": "asked once, at a start",
    "queries.servers_here": "asked once for all servers that come at a start, of the index alone",
    "queries.every_server": "asked once, at a start: a row for each server that chose something",
    "schedule_queries.open_wishes": "asked once, at a start",
    "mark_queries.everything": "asked once, by whoever lets go of what a lost key sealed",
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
}

MODULES = (
    queries,
    schedule_queries,
    own_content_queries,
    spark_queries,
    formats,
    mark_queries,
    measured_queries,
    channel_queries,
    participation_queries,
    gathering_queries,
    greeting_queries,
    next_day_queries,
    own_format_queries,
    question_queries,
    series_queries,
)
STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": statement
    for module in MODULES
    for name, statement in vars(module).items()
    if isinstance(statement, Update | Delete)
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
