"""How late the clock is: real time, the real worker and a real database with many deadlines waiting in it.

Sessions at their announcement fall due one after the other over a few seconds; every other row is a session
that is due tomorrow. Lateness is from the instant a row names to the call of `Circles.tick`.
"""

from __future__ import annotations

import asyncio
import gc
import random
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.circle import commands as c
from bot.circle.model import Timer
from bot.clock import Clock
from bot.services.circles import Circles
from bot.store import codec, tables
from bot.timing.deadlines import Deadlines
from tests.benchmarks.measure import Times, percentile
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import LINGER_S, Sitting

FALLING_DUE = 200
OVER_S = 4.0
HEAD_START_S = 1.5
MOST_LATE_MS = 25.0


class WatchedCircles(Circles):
    """Keeps when each session was ticked first."""

    ticked: dict[int, datetime]

    async def tick(self, session_id: int) -> None:
        self.ticked.setdefault(session_id, self.clock.utcnow())
        await super().tick(session_id)


async def fill(sitting: Sitting, pending: int) -> list[int]:
    """Sessions that can be ticked, and as many rows besides as make up the number. Returns the former."""
    template = await sitting.open(0)
    for seat in (2, 3):
        await sitting.ask(template, seat, c.Join())
    deck = sitting.content.deck("en")
    from bot.services import sessions

    await sitting.store.write(
        sessions.begin, sitting.vault, template, sitting.member(1), deck, sitting.now, steward=False
    )

    def multiply(db: Connection) -> list[int]:
        row = dict(db.execute(select(tables.session).where(tables.session.c.id == template)).mappings().one())
        del row["id"]
        tomorrow = sitting.now + timedelta(days=1)
        first = template + 1
        due = [{**row, "id": first + n} for n in range(FALLING_DUE)]
        # What is not due is never read: a row without a state is as good.
        rest = [{**row, "id": first + n, "state": "{}"} for n in range(FALLING_DUE, pending)]
        db.execute(tables.session.insert(), due + rest)
        clocks = [
            {"session_id": r["id"], "kind": "stage", "due_at": tomorrow + timedelta(seconds=n % 86_400)}
            for n, r in enumerate(due + rest)
        ]
        random.Random(7).shuffle(clocks)
        db.execute(tables.deadline.insert(), clocks)
        db.execute(tables.delivery.delete())
        return [r["id"] for r in due]

    return await sitting.store.write(multiply)


async def set_due(sitting: Sitting, ids: list[int], start: datetime) -> dict[int, datetime]:
    """Let the sessions fall due one after the other from `start` on."""
    step = timedelta(seconds=OVER_S / len(ids))
    due = {session_id: start + n * step for n, session_id in enumerate(ids)}
    state = (await sitting.get(ids[0])).state
    assert state.timer is not None

    def put(db: Connection) -> None:
        for session_id, at in due.items():
            timer = Timer(state.timer.kind, at)
            text = codec.dump(replace(state, timer=timer))
            db.execute(update(tables.session).where(tables.session.c.id == session_id).values(state=text))
            db.execute(
                update(tables.deadline).where(tables.deadline.c.session_id == session_id).values(due_at=at)
            )

    await sitting.store.write(put)
    return due


@asynccontextmanager
async def running(circles: Circles, clock: Clock) -> AsyncIterator[None]:
    """The worker as `bot.app` runs it."""
    worker = Deadlines(circles, clock)
    circles.on_deadline.append(worker.expect)
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def bare_timers(clock: Clock, count: int) -> list[float]:
    """The floor: how late this machine's event loop calls back, in milliseconds."""
    loop, late = asyncio.get_running_loop(), []
    start, step = loop.time() + 0.1, OVER_S / 2 / count
    for n in range(count):
        at = start + n * step
        loop.call_at(at, lambda at=at: late.append(1000 * (loop.time() - at)))
    while len(late) < count:
        await clock.sleep(0.1, "the timers")
    return late


@pytest.mark.parametrize("pending", [1_000, 100_000])
async def test_deadlines(report: Report, tmp_path: Path, pending: int) -> None:
    sitting = await Sitting.at(tmp_path / "deadlines.db")
    clock = Clock()
    sitting.now = clock.utcnow()
    ids = await fill(sitting, pending)
    circles = WatchedCircles(sitting.store, sitting.vault, clock, sitting.content, LINGER_S, 20)
    circles.ticked = {}
    floor = await bare_timers(clock, FALLING_DUE)
    gc.collect()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    due = await set_due(sitting, ids, clock.utcnow() + timedelta(seconds=HEAD_START_S))
    async with running(circles, clock):
        idle = Times()
        with idle.take():
            await clock.sleep(HEAD_START_S / 2, "nothing is due yet")
        await clock.sleep(HEAD_START_S / 2 + OVER_S + 0.5, "the deadlines")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    await sitting.store.close()

    assert set(circles.ticked) == set(ids)
    late = [1000 * (circles.ticked[n] - at).total_seconds() for n, at in due.items()]
    print([round(x) for x in late])
    assert min(late) >= 0, "the clock was early"
    group = f"Lateness of {FALLING_DUE} deadlines over {OVER_S:g} s with {pending:,} pending"
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        bare, ours = percentile(floor, share), percentile(late, share)
        at_most = MOST_LATE_MS if share > 0.9 else None
        report.add(group, f"floor: the event loop's own timer, {name}", bare, "ms", f"wall, {name}")
        report.add(
            group, f"a deadline, {name}", ours, "ms", f"wall, {name}", ratio=ours / bare, at_most=at_most
        )
    report.add(group, "the latest", max(late), "ms", "wall, max")
    report.add(group, "CPU while nothing is due", 100 * idle.cpu[0] / idle.wall[0], "%", "CPU of one core")
    report.add(group, "memory added by running", grown / 1024, "MiB", "peak resident")
