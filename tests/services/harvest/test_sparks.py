"""The rows of sparks: which are released at a circle's end, in what order and when, and what each step leaves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, select

from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.privacy import sparks as keys
from bot.privacy.sealing import Vault
from bot.privacy.sparks import Spark
from bot.services.circle import opening
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.harvest import sparks
from bot.services.settings import servers
from bot.services.unit_of_work import Work
from bot.settings import ROOT
from bot.store import queries as q
from bot.store.store import Store
from bot.store.tables import spark
from tests.working import work

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUILD, HOPE, MEMBER = 10**18, 10**18 + 1, 10**18 + 2
VAULT = Vault(bytes(64))
LINES = ("one", "two", "three", "four")


def _in(db: Connection) -> Work:
    return work(db, VAULT, NOON)


def _session(db: Connection) -> int:
    chosen = load_content(ROOT / "data").formats["quick-circle"]
    wanted = Invitation(GuildXid(GUILD), CircleChoices("Evening", "en", ChannelXid(1), chosen.id), chosen)
    return opening.open_now(_in(db), wanted, opening.Person(MemberXid(MEMBER))).session.id


def _released(db: Connection, session_id: int, *lines: str) -> list[tuple[str, datetime]]:
    """Offer the lines in this order and end the circle: what goes out, and when."""
    for line in lines:
        sparks.add(_in(db), SessionId(session_id), GuildXid(GUILD), keys.new_token(), Spark(words=line))
    sparks.release(_in(db), SessionId(session_id), GuildXid(GUILD))
    found = db.execute(select(spark).order_by(spark.c.post_at)).mappings().all()
    for row in found:
        assert row["session_id"] is None
        sparks.forget(_in(db), row["key"])
    return [(keys.unseal(VAULT, row["key"], row["words"]).words, row["post_at"]) for row in found]


async def test_the_order_is_chance_and_not_the_order_of_offering(store: Store) -> None:
    def many(db: Connection) -> list[list[tuple[str, datetime]]]:
        servers.change(_in(db), GuildXid(GUILD), 0, {"hope_xid": HOPE})
        session_id = _session(db)
        return [_released(db, session_id, *LINES) for _ in range(240)]

    runs = await store.write(many)
    orders = Counter(tuple(line for line, _ in run) for run in runs)
    assert all(sorted(order) == sorted(LINES) for order in orders)
    assert len(orders) >= 20, "nearly all of the 24 orders occur"
    assert orders[LINES] < 40
    firsts = Counter(order[0] for order in orders.elements())
    assert all(30 <= firsts[line] <= 95 for line in LINES), firsts
    for run in runs:
        at = [instant for _, instant in run]
        assert timedelta(minutes=10) <= at[0] - NOON <= timedelta(minutes=30)
        gaps = [later - earlier for earlier, later in pairwise(at)]
        assert all(timedelta(minutes=2) <= gap <= timedelta(minutes=8) for gap in gaps)


async def test_two_are_forgotten_and_without_a_hope_channel_all_are(store: Store) -> None:
    def steps(db: Connection) -> tuple[int, int, int]:
        session_id = _session(db)
        nowhere = _released(db, session_id, *LINES)
        servers.change(_in(db), GuildXid(GUILD), 0, {"hope_xid": HOPE})
        return len(nowhere), len(_released(db, session_id, "a", "b")), len(_released(db, session_id, *LINES))

    assert await store.write(steps) == (0, 0, 4)


async def test_a_session_that_is_dropped_takes_its_sparks_along(store: Store) -> None:
    def steps(db: Connection) -> sparks.SparkRow | None:
        session_id, token = _session(db), keys.new_token()
        sparks.add(_in(db), SessionId(session_id), GuildXid(GUILD), token, Spark("a"))
        assert sparks.find(_in(db), token) is not None
        db.execute(q.drop_session, {"of_session": session_id})
        return sparks.find(_in(db), token)

    assert await store.write(steps) is None


async def test_its_giver_finds_it_at_every_step_and_its_words_go_when_it_is_posted(store: Store) -> None:
    def steps(db: Connection) -> None:
        servers.change(_in(db), GuildXid(GUILD), 0, {"hope_xid": HOPE})
        session_id = _session(db)
        tokens = [keys.new_token() for _ in range(3)]
        for token in tokens:
            sparks.add(_in(db), SessionId(session_id), GuildXid(GUILD), token, Spark("t", "w"))
        sparks.release(_in(db), SessionId(session_id), GuildXid(GUILD))
        row = sparks.find(_in(db), tokens[1])
        assert row is not None
        assert row.key == keys.posted_key(VAULT, keys.waiting_key(tokens[1]))
        sparks.posted(_in(db), row.key, ChannelXid(HOPE), MessageXid(5))
        row = sparks.find(_in(db), tokens[1])
        assert row is not None
        assert (row.sealed, row.message_xid) == (None, 5)
        sparks.forget_channel(_in(db), ChannelXid(HOPE))
        assert sparks.find(_in(db), tokens[1]) is None
        assert sparks.find(_in(db), tokens[0]) is not None

    await store.write(steps)


@pytest.mark.sqlite
async def test_the_rows_lie_in_the_order_of_their_keys(store: Store) -> None:
    """Without a rowid there is nothing that counts up with each offering."""
    text = await store.read(
        lambda db: db.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'spark'").scalar_one()
    )
    assert "WITHOUT ROWID" in text
