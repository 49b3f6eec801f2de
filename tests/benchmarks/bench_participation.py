"""A report over a hundred thousand cells: what an operator waits for, and what a person who asks in a server does."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.ids import GuildXid
from bot.services.participation import reports
from bot.services.participation.reports import Quarter
from bot.store.opening import open_store
from bot.store.tables import SUMS, cell, circle
from tests.benchmarks.report import Report

CELLS, SERVERS, CIRCLES = 100_000, 500, 20
MOST_S = 0.5
NOW = datetime(2026, 12, 1, tzinfo=UTC)
PERIOD = tuple(Quarter(2026, 4).back(count) for count in (3, 2, 1, 0))


def _fill(db: Connection) -> None:
    """Ten quarters of twenty circles in each of five hundred servers."""
    values = dict.fromkeys(SUMS, 20)
    circles = [
        {"id": n + 1, "guild_xid": n % SERVERS, "name": f"Circle {n}"} for n in range(SERVERS * CIRCLES)
    ]
    db.execute(insert(circle), circles)
    rows = [
        {
            "guild_xid": n % SERVERS,
            "quarter": str(Quarter(2026, 4).back(n // (SERVERS * CIRCLES))),
            "circle_id": n % (SERVERS * CIRCLES) + 1,
            "format": "story-circle",
            "room": "private",
            "held": False,
            **values,
        }
        for n in range(CELLS)
    ]
    db.execute(insert(cell), rows)


async def test_a_report_over_many_cells(report: Report, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
    await store.write(_fill)

    async def least_s(ask: Callable[[Connection], reports.Report]) -> float:
        times = []
        for _ in range(5):
            begun = time.process_time()
            found = await store.read_long(ask)
            times.append(time.process_time() - begun)
            assert not found.is_nothing
        return min(times)

    everything = await least_s(lambda db: reports.of_all_servers(db, NOW))
    one = await least_s(lambda db: reports.of_server(db, NOW, GuildXid(7), PERIOD))
    await store.close()
    group = f"A report over {CELLS:,} cells"
    assert report.add(group, "all servers", everything, "s", "CPU, least of 5", at_most=MOST_S).is_met
    assert report.add(group, "one server", one, "s", "CPU, least of 5", at_most=MOST_S).is_met
