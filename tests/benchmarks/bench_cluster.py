"""How late the clock is where three processes share the work: each a program with slots, on one PostgreSQL server.

As in `bench_deadlines`, sessions fall due one after the other over a few seconds, here in servers of all shards in
turn; every other row is due tomorrow. The floor is the timers of the three event loops, set in between.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.clock import Clock
from bot.ids import SessionId
from bot.services.starting import keys
from bot.settings import ROOT, Privacy
from bot.store.opening import open_store
from tests import postgres
from tests.benchmarks.bench_deadlines import FALLING_DUE, OVER_S, ROUNDS, Round, fill, set_due, tell
from tests.benchmarks.report import Report
from tests.benchmarks.servers import server
from tests.benchmarks.sitting import Sitting
from tests.benchmarks.ticking import CLUSTER

PROCESSES, PENDING = 3, 100_000
HEAD_START_S = 3.0
MOST_LATE_MS = 50.0
PATIENCE_S = 60


class Ticking:
    """One of the processes."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.slots: list[int] = []

    @classmethod
    async def start(cls, *words: str) -> Ticking:
        """Start it."""
        command = [sys.executable, "-m", "tests.benchmarks.ticking", *words]
        limit = 1 << 20
        return cls(
            await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=dict(os.environ), stdin=PIPE, stdout=PIPE, limit=limit
            )
        )

    async def hear(self) -> dict[str, Any]:
        """What it says next."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            said: dict[str, Any] = json.loads(await self._process.stdout.readline())
        self.slots = said.get("slots", self.slots)
        return said

    async def share(self, fair: int) -> None:
        """Wait until it has its share of the slots."""
        while not 0 < len(self.slots) <= fair:
            await self.hear()

    async def pass_by(self, start: datetime, how_many: int) -> dict[str, Any]:
        """Let a round pass, and return what came of it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([start.isoformat(), how_many]).encode() + b"\n")
        while "ticked" not in (said := await self.hear()):
            pass
        return said

    async def end(self) -> None:
        """Let it stop, and wait until it has."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


async def one_round(sitting: Sitting, ids: list[int], begun: Any, processes: list[Ticking]) -> Round:
    """Let the sessions fall due, in whichever process has the slot of each."""
    start = sitting.desks.transactions.clock.utcnow() + timedelta(seconds=HEAD_START_S)
    due = await set_due(sitting, ids, begun, start)
    every = await asyncio.gather(*(process.pass_by(start, len(ids)) for process in processes))
    found = [(int(number), at) for said in every for number, at in said["ticked"].items()]
    ticked = {
        number: at for number, at in found if number in due
    }  # the session they were copied from goes on
    assert all(said["ticked"] for said in every), "a process had nothing to do"
    assert len({*found}) == len({number for number, _ in found}), "two processes moved the same session"
    assert set(ticked) == set(due), "a deadline was missed"
    late = [
        1000 * (datetime.fromisoformat(ticked[number]) - at).total_seconds() for number, at in due.items()
    ]
    assert min(late) >= 0, "a clock was early"
    return Round(late, [ms for said in every for ms in said["bare"]])


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
async def test_cluster_deadlines(report: Report, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        made = stack.enter_context(server())
        with psycopg.connect(made.url(), autocommit=True) as db:
            db.execute("CREATE DATABASE keys")
        file = tmp_path / "seal.key"
        store = await open_store(made.url())
        vault = await keys.unlock(store, Privacy(key_file=file, key_database=made.url("keys")))
        await store.close()
        stack.callback(vault.keys.close)
        sitting = await Sitting.at(made.url(), clock=Clock(), seats=3, vault=vault)
        stack.push_async_callback(sitting.store.close)
        processes = []
        for _ in range(PROCESSES):
            processes.append(await Ticking.start(made.url(), made.url("keys"), str(file)))
            stack.push_async_callback(processes[-1].end)
        fair = len(CLUSTER.all_slots) // PROCESSES
        await asyncio.gather(*(process.share(fair) for process in processes))
        ids = await fill(sitting, PENDING, CLUSTER)
        with psycopg.connect(made.url(), autocommit=True) as db:
            db.execute("VACUUM ANALYZE")  # as PostgreSQL itself would within a minute
        begun = (await sitting.desks.circle.get(SessionId(ids[0]))).state
        rounds = [await one_round(sitting, ids, begun, processes) for _ in range(ROUNDS)]
    group = (
        f"Lateness of {FALLING_DUE} deadlines over {OVER_S:g} s with {PENDING:,} pending on PostgreSQL, "
        f"{PROCESSES} processes, {ROUNDS} rounds"
    )
    tell(report, group, rounds, MOST_LATE_MS)
