"""What a hand-off costs when a great deal is there already: many turns, and many rows of everything.

The same hand-off, delivered as in `bench_hand_off`, is done in three databases in turn: one with nothing else in it,
one whose sessions are late in a long evening, and one with 100,000 other sessions, schedules and records, and as many
deliveries that lie in the future. All that is there waits for tomorrow, as it does on a bot for many servers.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select

from bot.circle.formats import Format, StageKind
from bot.ids import SessionId
from bot.store.tables import SUMS, card, cell, circle, deadline, delivery, schedule, session
from tests.benchmarks.bench_hand_off import SEATS, Desk, desk
from tests.benchmarks.measure import Times
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import EVENING, Sitting

ROWS, SERVERS, DAY_S = 100_000, 1_000, 86_400
CIRCLES, TURNS, LATE = 10, 4, 100
MOST_TIMES_EMPTY = 1.3


def long(chosen: Format) -> Format:
    """The same format with as many rounds as it takes to come to that turn."""
    first = next(stage for stage in chosen.stages if stage.kind is StageKind.ROUND)
    before = chosen.stages[: chosen.stages.index(first)]
    rounds = (replace(first, prompt=None),) * (LATE // SEATS + 2)
    return replace(chosen, stages=(*before, *rounds))


def fill(db: Connection, session_id: int, now: datetime) -> None:
    """Add many rows of everything, in many servers. None of them is due before tomorrow.

    Args:
        db: the transaction.
        session_id: a session that has begun, and has something to deliver: all others are like it.
        now: the present instant.
    """
    like = db.execute(select(session).where(session.c.id == session_id)).mappings().one()
    waiting = db.execute(select(delivery).where(delivery.c.session_id == session_id)).mappings().first()
    assert waiting is not None

    def rows(table: Table, of: Callable[[int], dict[str, Any]], base: RowMapping | None = None) -> None:
        db.execute(insert(table), [{**(base or {}), **of(1_000 + n)} for n in range(ROWS)])

    def tomorrow(n: int) -> datetime:
        return now + timedelta(days=1, seconds=n % DAY_S)

    def guild(n: int) -> int:
        return n % SERVERS + 1

    rows(circle, lambda n: {"id": n, "guild_xid": guild(n), "name": f"Circle {n}"})
    rows(
        schedule,
        lambda n: {
            "id": n,
            "guild_xid": guild(n),
            "circle_id": n,
            "status": "active",
            "version": 1,
            "choices": "{}",
            "salt": b"",
            "rota_turn": 0,
            "announce_at": tomorrow(n),
            "touched_at": now,
        },
    )
    rows(
        session,
        lambda n: {
            "id": n,
            "circle_id": n,
            "guild_xid": guild(n),
            "room_xid": n,
            "state": "{}",  # what is not due is never read
            "phase": "live" if n % 10 == 0 else "planned",
            "schedule_id": n,
            "local": EVENING.replace(tzinfo=None),
        },
        like,
    )
    rows(deadline, lambda n: {"session_id": n, "kind": "stage", "due_at": tomorrow(n)})
    rows(
        delivery,
        lambda n: {"id": n, "session_id": n, "not_before": tomorrow(n), "nonce": str(n)},
        waiting,
    )
    rows(card, lambda n: {"session_id": n, "slot": "gather:0", "message_xid": n})
    rows(
        cell,
        lambda n: {
            "guild_xid": n // 10,
            "quarter": f"20{n % 10 + 10}-Q1",
            "circle_id": n % 100,
            "format": "story-circle",
            "room": "private",
            "held": False,
            **dict.fromkeys(SUMS, 15),
        },
    )


async def turn(found: Desk, session_id: int) -> None:
    """One hand-off: whoever is offered the piece receives it and is done, and the next person is offered it."""
    state = (await found.sitting.desks.circle.get(SessionId(session_id))).state
    while state.turn is None:  # between two rounds
        await found.sitting.tick(session_id)
        await found.delivered()
        state = (await found.sitting.desks.circle.get(SessionId(session_id))).state
    seat = state.turn.seat
    assert seat is not None
    await found.hand_off(session_id, seat)


async def test_growth(report: Report, tmp_path: Path) -> None:
    times = {name: Times() for name in ("empty", "late", "full")}
    first = await Sitting.at(tmp_path / "full.db", seats=SEATS)
    await first.store.write(fill, await first.begin(0), EVENING)
    await first.store.close()
    async with AsyncExitStack() as stack:
        desks = {name: await stack.enter_async_context(desk(tmp_path / f"{name}.db")) for name in times}
        ids = {}
        for name, found in desks.items():
            found.sitting.format = long(found.sitting.format)
            ids[name] = [await found.sitting.go_round(number) for number in range(CIRCLES)]
            await found.delivered()
        for _ in range(LATE):
            for session_id in ids["late"]:
                await turn(desks["late"], session_id)
        for _ in range(TURNS):
            for number in range(CIRCLES):
                for name, found in desks.items():
                    with times[name].take():
                        await turn(found, ids[name][number])
        state = (await desks["late"].sitting.desks.circle.get(SessionId(ids["late"][0]))).state
        assert state.turns >= LATE

    group = f"Growth: one hand-off, delivered ({CIRCLES * TURNS} of each)"
    empty = times["empty"]
    report.add(group, "floor: in an empty database", empty.cpu_ms, "ms", "CPU, median")
    names = {
        "late": f"from turn {LATE} on",
        "full": f"with {ROWS:,} sessions, schedules, cells and future deliveries",
    }
    for name, words in names.items():
        ratio = times[name].cpu_ms / empty.cpu_ms
        report.add(
            group,
            words,
            times[name].cpu_ms,
            "ms",
            "CPU, median",
            ratio=ratio,
            at_most=MOST_TIMES_EMPTY,
            of_ratio=True,
        )
        # The median is what is reported; only what even the quietest one exceeds is a failure.
        assert min(ratio, times[name].least_cpu_ms / empty.least_cpu_ms) <= MOST_TIMES_EMPTY, words
