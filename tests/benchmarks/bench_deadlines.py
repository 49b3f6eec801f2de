"""How late the clock is: real time, the real worker and a real database with many deadlines waiting in it.

Sessions at their announcement fall due one after the other over a few seconds; every other row is of a session
that is due tomorrow. Lateness is from the instant a row names to the call of `TimingDesk.tick`. The floor is the
event loop's own timers, set in between for the same seconds: they feel the machine's other work alike.
"""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.circle.model import SessionState, Timer
from bot.clock import Clock
from bot.ids import SessionId
from bot.privacy.keyring import of_session
from bot.services.desks import Desks
from bot.services.timing.desk import TimingDesk
from bot.services.unit_of_work import Transactions, Work
from bot.settings import Cluster
from bot.store import codec
from bot.store.locks import be_patient
from bot.store.tables import deadline, delivery, session
from bot.timing.deadlines import Deadlines
from tests.benchmarks.measure import Times, percentile
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import GUILD_XID, Sitting

FALLING_DUE, OVER_S, ROUNDS = 200, 4.0, 3
HEAD_START_S = 1.5
MOST_LATE_MS = 25.0
ALONE = Cluster()


class WatchedTiming(TimingDesk):
    """Keeps when each session was ticked first."""

    def __init__(self, transactions: Transactions) -> None:
        super().__init__(transactions)
        self.ticked: dict[int, datetime] = {}

    async def tick(self, session_id: int) -> bool:
        self.ticked.setdefault(session_id, self._transactions.clock.utcnow())
        return await super().tick(SessionId(session_id))


@dataclass(slots=True)
class Round:
    """One round of deadlines: how late each was, and each of the loop's own timers, in milliseconds."""

    late: list[float]
    bare: list[float]
    idle: Times = field(default_factory=Times)


async def fill(sitting: Sitting, pending: int, cluster: Cluster = ALONE) -> list[int]:
    """Sessions that can be ticked, and as many rows besides as make up the number; in servers of all shards in turn.
    Returns the former."""
    template = await sitting.begin(0)
    begun = (await sitting.desks.circle.get(SessionId(template))).state
    tomorrow = sitting.desks.transactions.clock.utcnow() + timedelta(days=1)

    def where(number: int) -> dict[str, int]:
        guild_xid = GUILD_XID + (number % max(cluster.shards, 1) << 22)
        return {"guild_xid": guild_xid, "slot": cluster.slot_of(guild_xid)}

    def multiply(work: Work) -> list[int]:
        db = work.db
        be_patient(db)
        row = dict(db.execute(select(session).where(session.c.id == template)).mappings().one())
        ids = range(template + 1, template + 1 + pending)
        # What is not due is never read: a row without a state is as good.
        falling = [sealed(work, number, begun) for number in ids[:FALLING_DUE]]
        states = falling + ["{}"] * (pending - len(falling))
        db.execute(
            session.insert(),
            [
                {**row, **where(number), "id": number, "state": state}
                for number, state in zip(ids, states, strict=True)
            ],
        )
        clocks = [
            {
                "session_id": number,
                "slot": where(number)["slot"],
                "kind": "stage",
                "due_at": tomorrow + timedelta(seconds=number % 86_400),
            }
            for number in ids
        ]
        random.Random(7).shuffle(clocks)
        db.execute(deadline.insert(), clocks)
        db.execute(delivery.delete())
        return list(ids[:FALLING_DUE])

    return await sitting.desks.transactions.write(multiply)


def sealed(work: Work, number: int, state: SessionState) -> str:
    """A state as it is kept: sealed with the session's own key."""
    name = of_session(SessionId(number))
    key = work.key_of(name) or work.new_key(name)
    return codec.dump(state, partial(work.vault.hide, key))


async def set_due(
    sitting: Sitting, ids: list[int], state: SessionState, start: datetime
) -> dict[int, datetime]:
    """Put the sessions back to their announcement, to fall due one after the other from `start` on."""
    assert state.timer is not None
    kind = state.timer.kind
    step = timedelta(seconds=OVER_S / len(ids))
    due = {session_id: start + n * step for n, session_id in enumerate(ids)}

    def put(work: Work) -> None:
        db = work.db
        for session_id, at in due.items():
            changed = sealed(work, session_id, replace(state, timer=Timer(kind, at)))
            db.execute(
                update(session)
                .where(session.c.id == session_id)
                .values(state=changed, version=state.version, phase=state.phase.value)
            )
            db.execute(update(deadline).where(deadline.c.session_id == session_id).values(due_at=at))
        db.execute(delivery.delete())

    await sitting.desks.transactions.write(put)
    return due


@asynccontextmanager
async def running(desks: Desks) -> AsyncIterator[None]:
    """The worker as `bot.app` runs it."""
    worker = Deadlines(desks, desks.transactions.clock)
    desks.transactions.on_deadline[:] = [worker.expect]
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def set_bare_timers(start: datetime, how_many: int, clock: Clock, late: list[float]) -> None:
    """The floor: timers of the event loop alone, each between two deadlines. `late` gets the milliseconds."""
    loop, step_s = asyncio.get_running_loop(), OVER_S / how_many
    first = loop.time() + (start - clock.utcnow()).total_seconds() + step_s / 2

    def called(at: float) -> None:
        late.append(1000 * (loop.time() - at))

    for n in range(how_many):
        at = first + n * step_s
        loop.call_at(at, called, at)


async def one_round(sitting: Sitting, ids: list[int], state: SessionState) -> Round:
    """Let the sessions fall due, with as many bare timers in between."""
    clock, timing = sitting.desks.transactions.clock, WatchedTiming(sitting.desks.transactions)
    start = clock.utcnow() + timedelta(seconds=HEAD_START_S)
    due = await set_due(sitting, ids, state, start)
    found = Round([], [])
    set_bare_timers(start, len(ids), clock, found.bare)
    async with running(replace(sitting.desks, timing=timing)):
        await asyncio.sleep(HEAD_START_S / 3)
        with found.idle.take():
            await asyncio.sleep(HEAD_START_S / 3)
        await asyncio.sleep(HEAD_START_S / 3 + OVER_S + 0.5)
    assert set(timing.ticked) == set(ids), "a deadline was missed"
    found.late = [1000 * (timing.ticked[n] - at).total_seconds() for n, at in due.items()]
    assert min(found.late) >= 0, "the clock was early"
    return found


def tell(report: Report, group: str, rounds: Sequence[Round], at_most_ms: float) -> None:
    """How late the deadlines were in these rounds, and the floor beside it."""
    for share, name, at_most in ((0.5, "p50", None), (0.99, "p99", at_most_ms)):
        bare = [percentile(found.bare, share) for found in rounds]
        late = [percentile(found.late, share) for found in rounds]
        report.add(
            group, f"floor: bare timers meanwhile, {name}", statistics.median(bare), "ms", "wall, median"
        )
        typical = statistics.median(late)
        ratio = typical / statistics.median(bare)
        report.add(group, f"a deadline, {name}, median round", typical, "ms", "wall, median", ratio=ratio)
        report.add(
            group, f"a deadline, {name}, quietest round", min(late), "ms", "wall, least", at_most=at_most
        )
    report.add(group, "the latest of all", max(max(found.late) for found in rounds), "ms", "wall, max")


@pytest.mark.parametrize("pending", [1_000, 100_000])
async def test_deadlines(report: Report, tmp_path: Path, pending: int) -> None:
    sitting = await Sitting.at(tmp_path / "deadlines.db", clock=Clock(), seats=3)
    ids = await fill(sitting, pending)
    state = (await sitting.desks.circle.get(SessionId(ids[0]))).state
    rounds = [await one_round(sitting, ids, state) for _ in range(ROUNDS)]
    await sitting.store.close()

    group = f"Lateness of {FALLING_DUE} deadlines over {OVER_S:g} s with {pending:,} pending, {ROUNDS} rounds"
    tell(report, group, rounds, MOST_LATE_MS)
    idle = min(found.idle.cpu[0] / found.idle.wall[0] for found in rounds)
    report.add(group, "CPU while nothing is due", 100 * idle, "% of a core", "CPU, least")
