"""Servers are divided into slots, and what is due in one is nobody's business who has another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select

from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle import opening, piece_holders
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation, Person
from bot.services.deliveries import batch
from bot.services.deliveries.rows import Plan, queue
from bot.services.deliveries.table import CheckRoom, Look
from bot.services.harvest import sparks
from bot.services.rooms.rooms import ONE_LOOK_S
from bot.services.timing import due, measures, recovery
from bot.services.unit_of_work import Work
from bot.settings import Cluster, Settings
from bot.store.opening import open_store
from bot.store.tables import delivery
from tests.databases import address
from tests.working import CONTENT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLUSTER = Cluster(shards=4, slots=2)
VAULT, CHOSEN = Vault(bytes(64)), CONTENT.formats["quick-circle"]
SERVERS = [GuildXid(shard << 22 | 1 << 40) for shard in range(4)]


def _work(db: Connection, now: datetime, slots: Mapping[int, int]) -> Work:
    return Work(db, VAULT, CONTENT, now, Settings(cluster=CLUSTER), slots=slots)


def _open(work: Work, guild_xid: GuildXid) -> SessionId:
    wanted = Invitation(guild_xid, CircleChoices("Evening", "en", ChannelXid(1), CHOSEN.id), CHOSEN)
    return opening.open_now(work, wanted, Person(MemberXid(guild_xid + 1))).session.id


def test_shards_lie_together_and_every_server_is_in_the_slot_of_its_shard() -> None:
    assert [CLUSTER.slot_of(guild_xid) for guild_xid in SERVERS] == [0, 0, 1, 1]
    assert [CLUSTER.shards_of(slot) for slot in CLUSTER.all_slots] == [[0, 1], [2, 3]]
    for shards, slots in ((64, 6), (16, 5), (3, 7), (1, 1)):
        cluster = Cluster(shards=shards, slots=slots)
        groups = [cluster.shards_of(slot) for slot in cluster.all_slots]
        assert [shard for group in groups for shard in group] == list(range(shards))
        assert max(map(len, groups)) - min(map(len, groups)) <= 1
    assert (Cluster().slot_of(SERVERS[3]), list(Cluster().all_slots)) == (0, [0])


@pytest.mark.asyncio
async def test_what_is_due_is_found_by_whoever_has_its_slot(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    hours = NOON + timedelta(hours=3)

    def evening(db: Connection) -> None:
        opened = [_open(_work(db, NOON, {0: 0, 1: 0}), guild_xid) for guild_xid in SERVERS]
        for slot, theirs in ((0, opened[:2]), (1, opened[2:])):
            work = _work(db, hours, {slot: 0})
            found = due.look(work, hours, 10)
            assert sorted(found.sessions) == theirs
            assert sorted(batch.waiting_sessions(work, hours).sessions) == theirs
            assert measures.measure(work).sessions["gathering"] == 2
        nobody, everybody = _work(db, hours, {}), _work(db, hours, {0: 0, 1: 0})
        assert (due.look(nobody, hours, 10).sessions, due.look(nobody, hours, 10).next_at) == ({}, None)
        assert (batch.waiting_sessions(nobody, hours).sessions, sparks.due(nobody)) == ([], ([], None))
        assert piece_holders.holders(nobody, 0, 10) == []
        assert len(due.look(everybody, hours, 10).sessions) == 4

    try:
        await store.write(evening)
    finally:
        await store.close()


@pytest.mark.asyncio
async def test_time_is_given_back_slot_by_slot(tmp_path: Path) -> None:
    """A slot whose process was gone for a minute gets that minute; the other was looked after all the time."""
    store = await open_store(address(tmp_path / "circle.db"))
    minute = NOON + timedelta(minutes=1)

    def evening(db: Connection) -> None:
        both = _work(db, NOON, {0: 0, 1: 0})
        for guild_xid in SERVERS[1:3]:
            _open(both, guild_xid)
        assert recovery.beat(both)
        before = due.look(both, NOON, 10).next_at
        theirs = _work(db, minute, {0: 0})
        assert recovery.beat(theirs)
        assert recovery.last_seen(theirs, 1) == NOON
        taking = _work(db, minute, {})
        left = recovery.take_over(taking, 1)
        assert (left.since, len(left.sessions)) == (NOON, 1)
        for _ in range(2):  # whoever comes next gives nothing twice
            recovery.give_back(taking, left.sessions, left.since, 0)
        recovery.beat_for(taking, 1)
        assert recovery.last_seen(theirs, 1) == minute
        ours = _work(db, minute, {1: 0})
        assert before is not None
        assert due.look(theirs, minute, 10).next_at == before
        assert due.look(ours, minute, 10).next_at == before + timedelta(minutes=1)

    try:
        await store.write(evening)
    finally:
        await store.close()


@pytest.mark.asyncio
async def test_cards_that_only_show_a_later_time_come_one_by_one_behind_what_is_due(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    minute = NOON + timedelta(minutes=1)

    def evening(db: Connection) -> None:
        opened = [_open(_work(db, NOON, {1: 0}), SERVERS[2]) for _ in range(3)]
        db.execute(delete(delivery))
        taking = _work(db, minute, {})
        recovery.give_back(taking, opened, NOON, 4)
        rows = db.execute(
            select(delivery.c.kind, delivery.c.not_before).order_by(delivery.c.session_id)
        ).all()
        first = minute + timedelta(seconds=recovery.CARDS_AFTER_S)
        apart = timedelta(seconds=recovery.ONE_CARD_S)
        assert [tuple(row) for row in rows] == [("refresh_gather", first + apart * n) for n in (4, 5, 6)]

    try:
        await store.write(evening)
    finally:
        await store.close()


@pytest.mark.asyncio
async def test_whoever_takes_a_slot_over_looks_at_people_when_the_cards_have_gone(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    late, second = NOON + timedelta(seconds=1), timedelta(seconds=1)

    def evening(db: Connection) -> None:
        both = _work(db, NOON, {0: 1, 1: 1})
        opened = [_open(both, guild_xid) for guild_xid in SERVERS[1:3]]
        recovery.beat(both)
        db.execute(delete(delivery))
        for session_id in opened:
            looks = [Plan(Look(1)), Plan(Look(1), delay_s=4), Plan(Look(1), delay_s=60), Plan(CheckRoom())]
            queue(both, session_id, looks)
        assert not recovery.take_over(_work(db, late, {}), 1).sessions, "it was only a moment"
        rows = select(delivery.c.not_before).order_by(delivery.c.id)
        here, there = (
            list(db.execute(rows.where(delivery.c.session_id == session_id)).scalars())
            for session_id in opened
        )
        assert here == [NOON, NOON + 4 * second, NOON + 60 * second, NOON], "that slot is another's"
        first = late + recovery.LOOKS_AFTER_S * second
        assert there == [first, first + ONE_LOOK_S * second, NOON + 60 * second, NOON]

    try:
        await store.write(evening)
    finally:
        await store.close()
