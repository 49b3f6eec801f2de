"""Schedules: what announcing costs, what waits costs in memory, and how quickly weeks pass in the simulation.

Ten thousand circles fall due at once; the floor is inserting the same rows with plain sqlite3. The deadlines wait in
the database, so what a hundred thousand of them cost in memory is what the worker keeps of them: nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.calendar.recurrence import Series
from bot.circle.model import Phase, TimerKind
from bot.clock import Clock
from bot.ids import ChannelXid
from bot.services.circle.choices import ScheduleChoices, dump
from bot.services.schedule.schedules import Status
from bot.store.sqlite import WRITER_PRAGMAS
from bot.store.tables import circle, deadline, schedule, session
from bot.timing.deadlines import Deadlines
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import EVENING, GUILD_XID, PARENT_XID, Sitting, StillClock
from tests.journeys.crash import Points
from tests.journeys.house import house
from tests.journeys.weekly import play

CIRCLES, PENDING = 10_000, 100_000
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")
BEGAN = datetime(2016, 1, 4, 19)  # noqa: DTZ001 - wall-clock time
MOST_MS_EACH, MOST_MIB, MOST_FOUR_WEEKS_S = 5.0, 5.0, 2.0


def _weekly(db: Connection, number: int) -> None:
    """Circles that have met weekly for ten years, and are due to announce their next session."""
    wanted = ScheduleChoices(
        "", "en", ChannelXid(PARENT_XID), "story-circle", series=Series(BEGAN, "UTC", "FREQ=WEEKLY")
    )
    due = EVENING - timedelta(seconds=1)
    for n in range(number):
        name = f"Circle {n}"
        series = Series(BEGAN, ZONES[n % len(ZONES)], "FREQ=WEEKLY")
        db.execute(insert(circle), {"id": n + 1, "guild_xid": GUILD_XID, "name": name})
        values = {
            "id": n + 1,
            "guild_xid": GUILD_XID,
            "circle_id": n + 1,
            "status": Status.ACTIVE.value,
            "version": 1,
            "choices": dump(replace(wanted, name=name, series=series)),
            "salt": b"s" * 32,
            "rota_turn": 0,
            "next_local": datetime(2026, 3, 2, 19),  # noqa: DTZ001
            "next_at": EVENING + timedelta(days=1),
            "announce_at": due,
            "touched_at": due,
        }
        db.execute(insert(schedule), values)


async def test_announcing(report: Report, tmp_path: Path) -> None:
    """The next sessions of ten thousand circles."""
    sitting = await Sitting.at(tmp_path / "schedules.db", clock=StillClock())
    await sitting.store.write(_weekly, CIRCLES)
    wall, cpu, batches, longest = time.perf_counter(), time.process_time(), 0, 0.0
    while (await sitting.desks.timing.look(EVENING)).schedules and batches <= CIRCLES // 10:
        began = time.perf_counter()
        await sitting.desks.schedule.announce_due()
        longest = max(longest, time.perf_counter() - began)
        batches += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    made = await sitting.store.read(lambda db: list(db.execute(session.select()).mappings()))
    assert len(made) == CIRCLES
    floor = _floor(tmp_path / "floor.db", made)
    group = f"Announcing the next sessions of {CIRCLES:,} weekly circles that began ten years ago"
    report.add(group, "the same rows inserted by plain sqlite3", 1000 * floor / CIRCLES, "ms each", "wall")
    each = report.add(
        group,
        "announcing",
        1000 * wall / CIRCLES,
        "ms each",
        "wall",
        ratio=wall / floor,
        at_most=MOST_MS_EACH,
    )
    report.add(group, "announcing", 1000 * cpu / CIRCLES, "ms each", "CPU")
    report.add(group, "the longest anybody else waits to write", 1000 * longest, "ms", "wall, maximum")
    await sitting.store.close()
    assert each.is_met


def _floor(file: Path, rows: list[object]) -> float:
    """Seconds to insert as many rows of the same size, fifty in a transaction."""
    db = sqlite3.connect(file, isolation_level=None)
    for pragma in WRITER_PRAGMAS:
        db.execute(pragma)
    db.execute("CREATE TABLE session (id INTEGER PRIMARY KEY, state TEXT)")
    db.execute("CREATE TABLE deadline (id INTEGER PRIMARY KEY, due_at INTEGER)")
    db.execute("CREATE TABLE delivery (id INTEGER PRIMARY KEY, session_id INTEGER, kind TEXT)")
    began = time.perf_counter()
    for first in range(0, len(rows), 50):
        db.execute("BEGIN IMMEDIATE")
        for n, row in enumerate(rows[first : first + 50], first):
            db.execute("INSERT INTO session VALUES (?, ?)", (n, row["state"]))  # type: ignore[index]
            db.execute("INSERT INTO deadline VALUES (?, ?)", (n, n))
            db.execute("INSERT INTO delivery (session_id, kind) VALUES (?, 'invite')", (n,))
            db.execute("INSERT INTO delivery (session_id, kind) VALUES (?, 'event')", (n,))
        db.execute("COMMIT")
    took = time.perf_counter() - began
    db.close()
    return took


async def test_waiting(report: Report, tmp_path: Path) -> None:
    """Memory and wake-ups with a hundred thousand sessions that wait for their dates.

    While a session is under way the clock keeps every two seconds that the bot is alive, whatever else there is. So
    what the waiting sessions cost is counted without one, and then beside one, where only what is no such beat counts.
    """
    sitting = await Sitting.at(tmp_path / "waiting.db", clock=Clock())
    template = await sitting.begin(0)
    await sitting.store.write(_wait_for_a_date, template)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    async with _counting(sitting) as quiet:
        await asyncio.sleep(Clock.quiet_s + 5)
        kept = (tracemalloc.get_traced_memory()[0] - before) / 2**20
    tracemalloc.stop()
    await sitting.begin(1)
    async with _counting(sitting) as beside:
        await asyncio.sleep(5 * Clock.beat_s)
    await sitting.store.close()

    group = f"{PENDING:,} sessions that wait for their dates"
    memory = report.add(group, "memory the clock keeps", kept, "MiB", "traced", at_most=MOST_MIB)
    woken = report.add(
        group,
        f"wake-ups in {Clock.quiet_s + 5} s after the first look",
        quiet.looks - 1,
        "",
        "counted",
        at_most=1,
    )
    name = f"beside a live session, {5 * Clock.beat_s:g} s: wake-ups that are no beat"
    more = report.add(group, name, beside.looks - beside.beats, "", "counted", at_most=1)
    report.add(group, "- beats of the live session meanwhile", beside.beats, "", "counted")
    assert beside.beats > 1
    assert memory.is_met
    assert woken.is_met
    assert more.is_met


def _wait_for_a_date(db: Connection, template: int) -> None:
    """Let that session wait for a date, and many more like it. What is not due is never read, so their states are not
    made anew."""
    db.execute(session.update().values(phase=Phase.PLANNED, room_xid=None))
    row = dict(db.execute(session.select().where(session.c.id == template)).mappings().one())
    many = [{**row, "id": template + n} for n in range(1, PENDING + 1)]
    db.execute(insert(session), many)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    db.execute(deadline.update().values(kind=TimerKind.APPOINTMENT, due_at=tomorrow))
    kinds = [{"session_id": one["id"], "kind": TimerKind.APPOINTMENT, "due_at": tomorrow} for one in many]
    db.execute(insert(deadline), kinds)


@asynccontextmanager
async def _counting(sitting: Sitting) -> AsyncIterator[_Counting]:
    """The clock as the bot runs it, counted."""
    clock = _Counting(sitting.desks, sitting.desks.transactions.clock)
    task = asyncio.create_task(clock.run())
    try:
        yield clock
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class _Counting(Deadlines):
    """Counts how often it looks, and how many of these looks are beats."""

    looks = 0
    beats = 0

    async def _work(self) -> None:
        self.looks += 1
        self.beats += self._beat_is_due
        await super()._work()


async def test_four_weeks(report: Report) -> None:
    """A weekly circle over four weeks on the simulated clock: joined, promoted, reminded, skipped, moved."""
    took = []
    for _ in range(3):
        async with house() as h:
            began = time.perf_counter()
            await play(h, Points())
            took.append(time.perf_counter() - began)
    group = "Four weeks of a weekly circle on the simulated clock"
    fastest = report.add(group, "from the draft to the fifth invitation", min(took), "s", "wall, minimum")
    report.add(group, "the same", sorted(took)[1], "s", "wall, median", at_most=MOST_FOUR_WEEKS_S)
    assert fastest.value < 2 * MOST_FOUR_WEEKS_S
