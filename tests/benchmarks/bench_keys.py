"""What it costs that a session is sealed, and that its key is destroyed when it ends.

Sealing is compared with the whole of a transition. Ends are compared with hand-offs that come in the same moment, in
a database of 100 MB: a hand-off waits for the one writer, which waits for the disk until nothing of the end is left.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert, select

from bot.circle import commands as c
from bot.circle.model import Phase
from bot.ids import SessionId
from bot.services.starting import keys
from bot.settings import Privacy
from bot.store import codec
from bot.store.tables import session
from tests.benchmarks.measure import Times, least_us, percentile
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import Sitting

SEATS, CIRCLES, ENDS = 8, 30, 150
MEGABYTES, ROW_BYTES = 100, 8192
MOST_SHARE, MOST_DELAY_MS = 0.05, 50.0


def _fill(db: Connection, session_id: int) -> None:
    """Make the database as large as that, with sessions that are over."""
    like = db.execute(select(session).where(session.c.id == session_id)).mappings().one()
    rows = [
        {**like, "id": 10**6 + n, "phase": Phase.ENDED.value, "state": "x" * ROW_BYTES, "schedule_id": None}
        for n in range((MEGABYTES << 20) // ROW_BYTES)
    ]
    db.execute(insert(session), rows)


async def _hand_off(sitting: Sitting, session_id: int, seat: int) -> float:
    """Receive and be done; how long the longer of both took, in seconds."""
    found = []
    for command in (c.Receive(), c.Done()):
        before = time.perf_counter()
        await sitting.ask(session_id, seat, command)
        found.append(time.perf_counter() - before)
        await asyncio.sleep(0)
    return max(found)


async def test_keys(report: Report, tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db", seats=SEATS)
    vault = await keys.unlock(sitting.store, Privacy(key_file=tmp_path / "seal.key"))
    sitting.desks.transactions.vault = vault
    await sitting.store.write(_fill, await sitting.begin(0))
    assert await sitting.store.erase()
    await _sealing(report, sitting)
    await _ends(report, sitting, tmp_path)
    vault.keys.close()
    await sitting.store.close()


async def _sealing(report: Report, sitting: Sitting) -> None:
    ids = [await sitting.go_round(number) for number in range(CIRCLES)]
    times = Times()
    for session_id in ids:
        with times.take():
            await sitting.ask(session_id, 1, c.Receive())
        await sitting.desks.circle.act(SessionId(session_id), None, c.End(steward=True))
    found = await sitting.desks.circle.get(SessionId(await sitting.go_round(CIRCLES)))
    assert found.key is not None
    vault = sitting.desks.transactions.vault
    hidden = codec.dump(found.state, lambda text: text)
    plain_load = partial(codec.load, hidden, lambda text: text, found.state.format)
    sealed = codec.dump(found.state, partial(vault.hide, found.key))
    sealed_load = partial(codec.load, sealed, partial(vault.show, found.key), found.state.format)
    parts = {
        "open the state": least_us(sealed_load) - least_us(plain_load),
        "seal the state": least_us(lambda: codec.dump(found.state, partial(vault.hide, found.key or b"")))
        - least_us(lambda: codec.dump(found.state, lambda text: text)),
        "seal the id of who asks": least_us(lambda: vault.seal(found.key or b"", sitting.member(1))),
    }
    group = f"Sealing, as a share of a transition; {len(sealed):,} bytes of state"
    for name, spent in parts.items():
        report.add(group, name, spent, "us", "CPU, least")
    whole = 1000 * times.cpu_ms
    report.add(group, "one transition", whole, "us", "CPU, median")
    share = sum(parts.values()) / whole
    report.add(group, "share", share, "", "of the median", at_most=MOST_SHARE)


async def _ends(report: Report, sitting: Sitting, folder: Path) -> None:
    """Hand-offs alone, and hand-offs that are asked for in the moment in which another session ends."""
    alone: list[float] = []
    beside: list[float] = []
    over = [await sitting.begin(1_000 + number) for number in range(ENDS)]
    under_way = [await sitting.go_round(2_000 + number) for number in range(ENDS)]
    for ends, session_id in zip(over, under_way, strict=True):
        alone.append(await _hand_off(sitting, session_id, 1))
        await sitting.tick(session_id)
        end = asyncio.create_task(sitting.desks.circle.act(SessionId(ends), None, c.End(steward=True)))
        await asyncio.sleep(0)
        beside.append(await _hand_off(sitting, session_id, 2))
        await end
    size = (folder / "circle.db").stat().st_size / (1 << 20)
    group = f"Hand-offs while another session ends, {ENDS} of them, in a database of {size:,.0f} MB"
    # The same share of both, for a busy machine makes some of those late that nothing else delays.
    for share, name, most in ((0.5, "wall, median", None), (0.99, "wall, 99 %", MOST_DELAY_MS)):
        usual = 1000 * percentile(alone, share)
        report.add(group, "alone", usual, "ms", name)
        report.add(
            group, "delay by an end", 1000 * percentile(beside, share) - usual, "ms", name, at_most=most
        )
