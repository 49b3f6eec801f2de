"""What a cluster is made of, part by part, on a real server: claims, the division, bookings, fences and notices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.circle import commands as c
from bot.clock import Clock
from bot.cluster import claims as claiming
from bot.cluster.alone import Alone
from bot.cluster.bookings import Bookings
from bot.cluster.claims import Claims, Lost
from bot.cluster.connecting import Connection
from bot.cluster.layout import LOCKS, WHOLE, stay_alone
from bot.cluster.shared_pace import SharedPace
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation, Person, open_now
from bot.services.circle.sessions import NoSession
from bot.services.deliveries.batch import Outcome
from bot.services.desks import Desks, open_desks
from bot.services.unit_of_work import Transactions, Work
from bot.settings import Cluster, Settings
from bot.slots import Slots
from bot.store.opening import open_store
from bot.store.store import Store, StoreError
from bot.store.tables import deadline, delivery, pulse, session
from tests.databases import address
from tests.working import CONTENT

pytestmark = [pytest.mark.postgresql, pytest.mark.asyncio]

FOUR = Cluster(shards=8, slots=4)
CHOSEN = CONTENT.formats["quick-circle"]
LEADS = MemberXid(1_100_000_000_000_000_000)


def server_of(shard: int) -> GuildXid:
    """A server that Discord tells of at that shard, of eight."""
    return GuildXid((1 << 60) + (shard << 22))


async def until(true: Callable[[], object], within_s: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


class Process:
    """What one process has of the slots, with nothing else of it."""

    def __init__(self, url: str, cluster: Cluster = FOUR) -> None:
        self.slots = Slots()
        self.claims = Claims(url, cluster, self.slots, Clock())
        self.claims.on_taken.append(self.slots.take)
        self.was_alone = 0
        self.running: asyncio.Task[None]

    async def start(self) -> None:
        """Begin to take slots."""
        await self.claims.open(self._alone)
        self.running = asyncio.create_task(self.claims.run())

    async def _alone(self) -> None:
        self.was_alone += 1

    async def stop(self) -> None:
        """Give them to the others."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.claims.close()


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database with nothing in it."""
    return address(tmp_path / "circle.db")


@asynccontextmanager
async def desks_of(url: str, slots: Slots) -> AsyncIterator[Desks]:
    """The use cases of a process that has these slots."""
    store = await open_store(url)
    settings = Settings(cluster=FOUR)
    try:
        yield open_desks(Transactions(store, VAULT, Clock(), CONTENT, settings, slots))
    finally:
        await store.close()


VAULT = Vault(bytes(64))


def has(own: dict[int, int]) -> Slots:
    """Slots of a process among others."""
    slots = Slots()
    slots.hold_while(lambda: True)
    slots.take(own)
    return slots


async def opened(desks: Desks, shard: int) -> SessionId:
    """A session in a server of that shard."""
    wanted = Invitation(
        server_of(shard), CircleChoices(f"Circle {shard}", "en", ChannelXid(1), CHOSEN.id), CHOSEN
    )

    def open_it(work: Work) -> SessionId:
        return open_now(work, wanted, Person(LEADS)).session.id

    return await desks.transactions.write(open_it)


# Claims


async def test_slots_are_shared_out_and_taken_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "SETTLED_S", 0.4)
    monkeypatch.setattr(claiming, "LEAVING_S", 0.1)
    first, second = Process(url), Process(url)
    assert not first.slots.own
    await first.start()
    await until(lambda: len(first.slots.own) == 4)
    await second.start()
    await until(lambda: len(second.slots.own) == 2)
    await until(lambda: len(first.slots.own) == 2)
    assert not first.slots.own.keys() & second.slots.own.keys()
    assert (first.was_alone, second.was_alone) == (1, 0)
    before = time.monotonic()
    await second.stop()
    assert not second.slots.own
    await until(lambda: len(first.slots.own) == 4)
    assert time.monotonic() - before < 2
    await first.stop()


async def test_every_change_of_hands_counts_up_the_epoch(url: str) -> None:
    store = await open_store(url)
    beats = [{"slot": slot, "alive_at": Clock().utcnow()} for slot in range(4)]
    await store.write(lambda db: db.execute(insert(pulse), beats).rowcount)
    for epoch in (1, 2):
        process = Process(url)
        await process.start()
        await until(lambda process=process: len(process.slots.own) == 4)  # type: ignore[misc]
        assert set(process.slots.own.values()) == {epoch}
        await process.stop()
    await store.close()


async def test_who_is_cut_off_or_stands_still_has_no_slot_any_more(url: str) -> None:
    """It knows so itself, before anybody tells it."""
    cut, still = Process(url), Process(url)
    await cut.start()
    await until(lambda: cut.slots.own)
    async with await Connection.open(url) as other:
        await other.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(Lost):
        await asyncio.wait_for(cut.running, 10)
    assert not cut.slots.own
    await cut.claims.close()

    await still.start()
    await until(lambda: still.slots.own)
    time.sleep(claiming.LEASE_S + 0.3)  # noqa: ASYNC251 (nothing of this process runs meanwhile)
    assert not still.slots.own
    with pytest.raises(Lost):
        await asyncio.wait_for(still.running, 10)
    await still.claims.close()


# The division


async def test_other_numbers_are_a_planned_restart(url: str) -> None:
    """While others are at work they are refused; alone, every row gets its new slot, and no time is lost."""
    async with desks_of(url, has(dict.fromkeys(range(4), 0))) as desks:
        process = Process(url)
        await process.start()
        await until(lambda: len(process.slots.own) == 4)
        for shard in range(8):
            await opened(desks, shard)
        await desks.timing.beat()
        store = desks.transactions.store
        assert await _slots(store) == {table: [0, 0, 1, 1, 2, 2, 3, 3] for table in TABLES}

        two = Cluster(shards=8, slots=2)
        with pytest.raises(StoreError, match="not with the same"):
            await _quickly(Process(url, two))
        with pytest.raises(StoreError, match="runs on this database already"):
            await _quickly(Process(url, Cluster()))
        await process.stop()

        other = Process(url, two)
        await other.start()
        await until(lambda: len(other.slots.own) == 2)
        assert await _slots(store) == {table: [0] * 4 + [1] * 4 for table in TABLES}
        beats = select(pulse.c.slot).order_by(pulse.c.slot)
        assert await store.read(lambda db: list(db.execute(beats).scalars())) == [0, 1]
        await other.stop()


async def test_of_two_without_a_cluster_the_second_is_told_what_is_so(url: str) -> None:
    first = await stay_alone(url, Clock())
    with pytest.raises(StoreError, match="runs on this database already"):
        await stay_alone(url, _Hurried())
    await first.close()
    await (await stay_alone(url, Clock())).close()


async def test_who_is_alone_stays_so_when_the_server_lost_its_connection(url: str) -> None:
    alone = await Alone.begin(url, _Hurried())
    stopped = asyncio.Event()
    running = asyncio.create_task(alone.run(stopped.set))
    async with await Connection.open(url) as other:
        before = await _has_the_whole(other)
        await other.ask("SELECT pg_terminate_backend(%s)", *before)
        alone.look_soon()
        while (await _has_the_whole(other)) in ([], before):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        with pytest.raises(StoreError, match="runs on this database already"):
            await stay_alone(url, _Hurried())

        # Another one is quicker: both at once would answer everybody.
        async with await Connection.open(url) as quicker:
            waiting = asyncio.create_task(quicker.ask("SELECT pg_advisory_lock(%s, %s)", LOCKS, WHOLE))
            await asyncio.sleep(0.2)
            assert not stopped.is_set()
            alone.look_soon()
            await asyncio.sleep(0.2)
            assert not stopped.is_set(), "the lock is there, whatever else could not be used"
            await other.ask("SELECT pg_terminate_backend(%s)", *(await _has_the_whole(other)))
            await waiting
            alone.look_soon()
            await asyncio.wait_for(stopped.wait(), 10)
    await running
    await alone.close()


async def _has_the_whole(other: Connection) -> list[int]:
    held = await other.ask(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
        LOCKS,
    )
    return [pid for (pid,) in held]


TABLES = ("session", "deadline", "delivery")


async def _slots(store: Store) -> dict[str, list[int]]:
    """The slot of each session's rows, by the session's number."""
    of = {
        "session": select(session.c.id, session.c.slot),
        "deadline": select(deadline.c.session_id, deadline.c.slot),
        "delivery": select(delivery.c.session_id, delivery.c.slot).distinct(),
    }

    def read(db: Any) -> dict[str, list[int]]:
        return {table: [slot for _, slot in sorted(db.execute(asked).all())] for table, asked in of.items()}

    return await store.read(read)


async def _quickly(process: Process) -> None:
    process.claims._clock = _Hurried()
    try:
        await process.start()
    finally:
        await process.claims.close()


class _Hurried(Clock):
    async def sleep(self, seconds: float, reason: str) -> None:
        await super().sleep(0, reason)


# What is booked


async def test_all_processes_together_keep_below_the_limit(url: str) -> None:
    paces = [SharedPace(Clock(), 45, Bookings(url), has({number: 0})) for number in range(3)]
    gone: list[float] = []

    async def call(pace: SharedPace) -> None:
        await pace.turn()
        gone.append(time.monotonic())

    began = time.monotonic()
    await asyncio.gather(*(call(pace) for _ in range(25) for pace in paces))
    gone.sort()
    assert time.monotonic() - began < 4, "and they do not wait for longer than they have to"
    assert all(later - earlier > 0.95 for earlier, later in zip(gone, gone[45:], strict=False))
    # Whoever stood still for half a second does not do at once what waited for then.
    late = len(gone)
    waiting = [asyncio.create_task(call(paces[1])) for _ in range(20)]
    await asyncio.sleep(0.05)
    time.sleep(0.6)  # noqa: ASYNC251 (nothing of this process runs meanwhile)
    await asyncio.gather(*waiting)
    after = sorted(gone[late:])
    assert after[-1] - after[5] > 0.2
    paces[0]._slots.leave(0)
    with pytest.raises(ConnectionError):
        await paces[0].turn()
    for pace in paces:
        await pace._bookings.close()


async def test_who_asks_whether_calls_stand_in_line_counts_those_that_ask_in_that_moment(url: str) -> None:
    """After a start many look at once whether they should stand aside, before the database has said anything."""
    pace = SharedPace(Clock(), 45, Bookings(url), has({0: 0}))
    calls: list[asyncio.Task[None]] = []
    while pace.is_calm and len(calls) < 100:
        calls.append(asyncio.create_task(pace.turn()))
        await asyncio.sleep(0)
    assert 5 < len(calls) < 15
    assert not pace.is_free
    await asyncio.gather(*calls)
    await until(lambda: pace.is_free)
    await pace._bookings.close()


async def test_a_shard_waits_for_those_of_other_processes(url: str) -> None:
    first, second = Bookings(url), Bookings(url)
    assert await first.book("identify 3", 5.1) <= 0
    assert 4 < await second.book("identify 3", 5.1) <= 5.1
    assert await second.book("identify 4", 5.1) <= 0
    await first.close()
    assert 9 < await first.book("identify 3", 5.1) <= 10.2, "it connects again by itself"
    for bookings in (first, second):
        await bookings.close()


# Fences


async def test_an_old_owner_does_nothing(url: str) -> None:
    async with desks_of(url, has({0: 1})) as old:
        session_id = await opened(old, 0)
        store = old.transactions.store
        beat = {"slot": 0, "alive_at": Clock().utcnow(), "epoch": 1}
        await store.write(lambda db: db.execute(insert(pulse), beat).rowcount)
        assert (await old.delivery.batch_of(session_id)).rows
        assert (await old.timing.look(Clock().utcnow() + timedelta(hours=5))).sessions

        await store.write(lambda db: db.execute(update(pulse).values(epoch=2)).rowcount)
        before = (await old.circle.get(session_id)).state.version
        rows = (await old.transactions.read(_rows)).copy()
        with pytest.raises(NoSession):
            await old.delivery.batch_of(session_id)
        with pytest.raises(NoSession):
            await old.delivery.keep(session_id, Outcome(done=rows))
        assert await old.timing.tick(session_id), "there is nothing left to look at"
        assert await old.transactions.read(_rows) == rows
        assert (await old.circle.get(session_id)).state.version == before


def _rows(work: Work) -> list[int]:
    return list(work.db.execute(select(delivery.c.id).order_by(delivery.c.id)).scalars())


# Notices


async def test_who_changes_a_circle_of_another_process_tells_that_one_and_wakes_nobody_here(url: str) -> None:
    """As a press in a direct message does: it arrives at the process with shard 0."""
    async with desks_of(url, has({0: 0})) as here, desks_of(url, has({3: 0})) as there:
        told: dict[str, list[Any]] = {"here": [], "there": []}
        for name, desks in (("here", here), ("there", there)):
            desks.transactions.on_deliveries.append(lambda number, _, name=name: told[name].append(number))  # type: ignore[misc]
        listener = await Connection.open(url)
        await listener.ask(f"LISTEN {claiming.CHANNEL}")

        near = await opened(here, 0)
        far = await opened(here, 7)
        assert told["here"] == [near]
        heard = [one.payload async for one in listener.raw.notifies(timeout=2, stop_after=1)]
        assert len(heard) == 1, "of its own it says nothing: a notice makes everybody wait"
        there.transactions.hear(heard[0])
        here.transactions.hear(heard[0])
        assert told == {"here": [near], "there": [far]}

        await here.circle.act(far, LEADS, c.Leave())
        assert told["here"] == [near]
        await listener.close()
