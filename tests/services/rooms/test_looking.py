"""A change of what people may do: whose rooms are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.privacy.sealing import Vault
from bot.services.circle import opening
from bot.services.circle.choices import CircleChoices
from bot.services.deliveries.lookup import kind_of
from bot.services.deliveries.policy import Delivery
from bot.services.deliveries.table import CheckRoom, Look
from bot.services.rooms.rooms import (
    ONE_LOOK_S,
    ONE_ROOM_S,
    NextLooks,
    all_here,
    check_some,
    look_at_seated,
)
from bot.settings import Cluster, Settings
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import delivery
from tests.databases import address
from tests.working import CONTENT, work

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVER, CHANNEL, ROOM = GuildXid(1), ChannelXid(2), ChannelXid(3)
SERVERS = (1 << 22) * 3, (2 << 22) * 3, (3 << 22) * 3
"""They are all of the first shard of three."""


@pytest.mark.parametrize(
    ("changed", "looks"), [(None, 1), (CHANNEL, 1), (ROOM, 1), (ChannelXid(4), 0)], ids=str
)
async def test_whoever_is_seated_is_looked_at_when_the_channel_or_the_room_changes(
    tmp_path: Path, changed: ChannelXid | None, looks: int
) -> None:
    store = await open_store(address(tmp_path / "circle.db"))

    def check(db: Connection) -> None:
        at = work(db, Vault(b"k" * 64), NOW)
        circle = CircleChoices("Evening", "en", CHANNEL, "check-in")
        wanted = opening.Invitation(SERVER, circle, CONTENT.formats["check-in"])
        opened = opening.open_now(at, wanted, opening.Person(MemberXid(7)))
        db.execute(q.set_room, {"of_session": opened.session.id, "new_room_xid": ROOM})
        look_at_seated(at, SERVER, changed)
        kinds = db.execute(select(delivery.c.kind)).scalars().all()
        assert kinds.count(kind_of(Look)) == looks

    try:
        await store.write(check)
    finally:
        await store.close()


async def test_looks_keep_their_distance_although_shards_are_greeted_one_by_one(tmp_path: Path) -> None:
    """Each greeting goes on where the one before it ended, and comes at once where that is over. A process that has one
    slot of three is three times as slow, because the others do the same."""
    store = await open_store(address(tmp_path / "circle.db"))
    look, room = timedelta(seconds=ONE_LOOK_S), timedelta(seconds=3 * ONE_ROOM_S)
    settings = Settings(cluster=Cluster(shards=3, slots=3))

    def check(db: Connection) -> None:
        at = replace(work(db, Vault(b"k" * 64), NOW), settings=settings, slots={0: 0})
        circle = CircleChoices("Evening", "en", CHANNEL, "check-in")
        for server in SERVERS:
            wanted = opening.Invitation(GuildXid(server), circle, CONTENT.formats["check-in"])
            opening.open_now(at, wanted, opening.Person(MemberXid(7)))
        here, servers = all_here(at)
        assert servers == {*SERVERS}
        db.execute(delete(delivery))
        next_looks = check_some(at, here[:2])
        assert next_looks == NextLooks(NOW + 2 * room, NOW + 2 * look)
        assert check_some(at, here[2:], next_looks) == NextLooks(NOW + 3 * room, NOW + 3 * look)
        assert _times(db, Look) == [NOW, NOW + look, NOW + 2 * look]
        assert _times(db, CheckRoom) == [NOW, NOW + room, NOW + 2 * room]
        cards = select(delivery.c.session_id, delivery.c.not_before).where(
            delivery.c.kind.startswith("refresh_")
        )
        assert {*db.execute(cards).all()} == {
            (one, NOW + number * room) for number, (one, _) in enumerate(here)
        }
        later = replace(at, now=NOW + timedelta(minutes=5))
        assert check_some(later, here[:1], next_looks) == NextLooks(later.now + room, later.now + look)

    try:
        await store.write(check)
    finally:
        await store.close()


def _times(db: Connection, what: type[Delivery]) -> list[datetime]:
    when = select(delivery.c.not_before).where(delivery.c.kind == kind_of(what)).order_by(delivery.c.id)
    return list(db.execute(when).scalars())
