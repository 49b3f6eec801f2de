"""One of several processes that let time pass, without Discord: `python -m tests.benchmarks.ticking URL KEYS_URL FILE`.

It takes its share of the slots as the bot does, and says which it has. Each line on its standard input is a round: when
the first deadline is due, and how many there are. It answers when each session of its own was ticked, and how late the
timers of its own event loop were.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.cluster import claims as claiming
from bot.cluster.claims import Claims
from bot.content import load_content
from bot.services.desks import Desks, open_desks
from bot.services.starting import keys
from bot.services.unit_of_work import Transactions
from bot.settings import ROOT, Cluster, Privacy, Settings
from bot.slots import Slots
from bot.store.opening import open_store
from tests.benchmarks.bench_deadlines import OVER_S, WatchedTiming, running, set_bare_timers

CLUSTER = Cluster(shards=24, slots=6)


async def one_round(desks: Desks, start: datetime, how_many: int) -> None:
    """Let everything fall due, and say how late it was."""
    clock, timing, bare = desks.transactions.clock, WatchedTiming(desks.transactions), list[float]()
    set_bare_timers(start, how_many, clock, bare)
    async with running(replace(desks, timing=timing)):
        await asyncio.sleep((start - clock.utcnow()).total_seconds() + OVER_S + 1)
    say({"ticked": {number: at.isoformat() for number, at in timing.ticked.items()}, "bare": bare})


def say(found: object) -> None:
    """One line, for whoever started it."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


async def run(url: str, privacy: Privacy) -> None:
    """Take slots, and let one round after the other pass until there is no more input."""
    store, slots, clock = await open_store(url), Slots(), Clock()
    vault = await keys.unlock(store, privacy)
    settings = Settings(privacy=privacy, cluster=CLUSTER)
    desks = open_desks(Transactions(store, vault, clock, load_content(ROOT / "data"), settings, slots))
    claims = Claims(url, CLUSTER, slots, clock)
    claims.on_taken += [slots.take, lambda _: say({"slots": list(slots.own)})]
    claims.on_left.append(lambda _: say({"slots": list(slots.own)}))
    await claims.open(desks.timing.recover)
    keeping = asyncio.create_task(claims.run())
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            start, how_many = json.loads(line)
            await one_round(desks, datetime.fromisoformat(start), how_many)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await claims.close()
        vault.keys.close()
        await store.close()


if __name__ == "__main__":
    use_packaged_zones()
    claiming.SETTLED_S, claiming.LEAVING_S = 0.5, 0.2  # nothing is under way while slots are shared out
    asyncio.run(run(sys.argv[1], Privacy(key_file=Path(sys.argv[3]), key_database=sys.argv[2])))
