"""A change of what people may do: whose rooms are looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.privacy.sealing import Vault
from bot.services.circle import opening
from bot.services.circle.choices import CircleChoices
from bot.services.deliveries.lookup import kind_of
from bot.services.deliveries.table import Look
from bot.services.rooms.rooms import ONE_LOOK_S, all_here, check_some, look_at_seated
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import delivery
from tests.databases import address
from tests.working import CONTENT, work

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVER, CHANNEL, ROOM = GuildXid(1), ChannelXid(2), ChannelXid(3)


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
    """Each greeting goes on where the one before it ended, and comes at once where that is over."""
    store = await open_store(address(tmp_path / "circle.db"))
    apart = timedelta(seconds=ONE_LOOK_S)

    def check(db: Connection) -> None:
        at = work(db, Vault(b"k" * 64), NOW)
        circle = CircleChoices("Evening", "en", CHANNEL, "check-in")
        for server in (1, 2, 3):
            wanted = opening.Invitation(GuildXid(server), circle, CONTENT.formats["check-in"])
            opening.open_now(at, wanted, opening.Person(MemberXid(7)))
        here, servers = all_here(at)
        assert servers == {1, 2, 3}
        following = check_some(at, here[:2])
        assert following == NOW + 2 * apart
        assert check_some(at, here[2:], following) == NOW + 3 * apart
        looks = select(delivery.c.not_before).where(delivery.c.kind == kind_of(Look)).order_by(delivery.c.id)
        assert list(db.execute(looks).scalars()) == [NOW, NOW + apart, NOW + 2 * apart]
        later = work(db, at.vault, NOW + timedelta(minutes=5))
        assert check_some(later, here[:1], following) == later.now + apart

    try:
        await store.write(check)
    finally:
        await store.close()
