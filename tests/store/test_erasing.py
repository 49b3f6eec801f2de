"""What was destroyed is in none of the database's files any more, and nobody waits for that."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, Delete, insert, select

from bot.circle import commands as c
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.privacy import sparks as keys
from bot.privacy.sealing import Vault
from bot.privacy.sparks import Spark
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.harvest import sparks
from bot.services.schedule import reminders
from bot.services.schedule.reminders import Reminding
from bot.services.unit_of_work import Work
from bot.settings import ROOT
from bot.store import (
    formats,
    greeting_queries,
    mark_queries,
    next_day_queries,
    own_content_queries,
    own_format_queries,
    queries,
    question_queries,
    schedule_queries,
    spark_queries,
    sqlite,
)
from bot.store.opening import open_store
from bot.store.sqlite_store import SQLiteStore
from bot.store.tables import metadata, seat
from tests.scan import found, of_chance
from tests.working import transactions, work

pytestmark = pytest.mark.sqlite

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = 1_100_000_000_000_000_000


@dataclass
class StoreOnDisk:
    """A store and the folder its files are in."""

    store: SQLiteStore
    home: Path
    told: int = 0

    def left(self, *gone: bytes) -> list[str]:
        return found([self.home], {secret.hex()[:8]: of_chance(secret) for secret in gone})


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[StoreOnDisk]:
    store = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
    assert isinstance(store, SQLiteStore)
    made = StoreOnDisk(store, tmp_path)

    def listener() -> None:
        made.told += 1

    store.on_destroyed.append(listener)
    yield made
    await store.close()


def _in(db: Connection) -> Work:
    return work(db, VAULT, NOW)


def _open(db: Connection, number: int = 0) -> int:
    wanted = opening.Invitation(
        GuildXid(1),
        CircleChoices(f"Evening {number}", "en", ChannelXid(2), "check-in"),
        load_content(ROOT / "data").formats["check-in"],
    )
    return opening.open_now(_in(db), wanted, opening.Person(MemberXid(FIRST + number))).session.id


def _secrets(db: Connection, session_id: int) -> list[bytes]:
    return list(db.execute(select(seat.c.member).where(seat.c.session_id == session_id)).scalars())


def _end(db: Connection, session_id: int) -> None:
    acting.act(_in(db), SessionId(session_id), None, c.End(steward=True))


async def test_before_it_is_erased_what_was_destroyed_lies_there(
    kept: StoreOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nothing here would be proved."""
    session_id = await kept.store.write(_open)
    gone = await kept.store.read(_secrets, session_id)
    monkeypatch.setattr(kept.store, "_erase_at_once", lambda: False)
    await kept.store.write(_end, session_id)
    assert kept.left(*gone)
    assert await kept.store.erase()
    assert kept.left(*gone) == []


@pytest.mark.parametrize("chance", range(4))
async def test_when_an_end_is_heard_of_nothing_of_it_is_left(kept: StoreOnDisk, chance: int) -> None:
    """So that a kill leaves nothing, however soon it comes."""
    if chance % 2:
        assert await kept.store.erase()
    numbers, ids = random.Random(chance), []
    for number in range(30):
        ids.append(await kept.store.write(_open, number))
        for _ in range(numbers.randrange(1, 7)):
            person = FIRST + 1000 + numbers.randrange(10**9)
            await transactions(kept.store, VAULT).write(
                acting.act, SessionId(numbers.choice(ids)), MemberXid(person), c.Join()
            )
    numbers.shuffle(ids)
    for session_id in ids[:10]:
        gone = await kept.store.read(_secrets, session_id)
        await kept.store.write(_end, session_id)
        assert kept.left(*gone) == []


@pytest.mark.parametrize("chance", range(6))
async def test_of_many_circles_nothing_of_those_that_ended_is_left(kept: StoreOnDisk, chance: int) -> None:
    """Rows are moved within pages and to other pages, so it is not enough to overwrite the place they were in."""
    if chance % 2:
        assert (
            await kept.store.erase()
        )  # the first time the whole file is rewritten, and then only some tables
    numbers, gone = random.Random(chance), []
    ids: list[int] = []
    for number in range(40):
        ids.append(await kept.store.write(_open, number))
        for _ in range(numbers.randrange(1, 7)):
            person = FIRST + 1000 + numbers.randrange(10**9)
            await transactions(kept.store, VAULT).write(
                acting.act, SessionId(numbers.choice(ids)), MemberXid(person), c.Join()
            )
    numbers.shuffle(ids)
    for session_id in ids[:20]:
        gone += await kept.store.read(_secrets, session_id)
        await kept.store.write(_end, session_id)
    stays = await kept.store.read(_secrets, ids[-1])
    assert await kept.store.erase()
    assert kept.left(*gone) == []
    assert kept.left(*stays), "what is still needed is there"
    assert (kept.home / "circle.db-wal").stat().st_size == 0


async def test_a_reader_in_the_way_is_not_waited_for_and_it_is_done_when_it_has_gone(
    kept: StoreOnDisk,
) -> None:
    session_id = await kept.store.write(_open)
    gone = await kept.store.read(_secrets, session_id)
    with closing(sqlite3.connect(kept.home / "circle.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM session").fetchall()
        await kept.store.write(_end, session_id)
        before = asyncio.get_running_loop().time()
        assert not await kept.store.erase()
        assert asyncio.get_running_loop().time() - before < sqlite.BUSY_MS / 1000
        assert kept.left(*gone)
        reader.execute("COMMIT")
    assert await kept.store.erase()
    assert kept.left(*gone) == []


async def test_another_writer_in_the_way_is_not_waited_for_either(kept: StoreOnDisk) -> None:
    with closing(sqlite3.connect(kept.home / "circle.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert not await kept.store.erase()
        writer.execute("ROLLBACK")
    assert await kept.store.erase()


async def test_only_the_tables_that_lost_something_are_written_anew(kept: StoreOnDisk) -> None:
    """Whatever else has grown, nobody waits for it."""
    assert await kept.store.erase()
    session_id = await kept.store.write(_open)
    join = await transactions(kept.store, VAULT).write(
        acting.act, SessionId(session_id), MemberXid(FIRST + 1), c.Join()
    )
    drop = {"of_session": session_id, "number": join.seat}
    asked: list[str] = []
    listening = kept.store._writer.raw_connection()
    assert listening.driver_connection is not None
    listening.driver_connection.set_trace_callback(asked.append)
    await kept.store.write(lambda db: db.execute(queries.drop_seat, drop))
    assert await kept.store.erase()
    assert listening.driver_connection is not None
    listening.driver_connection.set_trace_callback(None)
    listening.close()
    emptied = [line for line in asked if line.startswith("DELETE FROM main.")]
    assert emptied == ['DELETE FROM main."seat"'], "once, in the moment it lost something"
    assert "VACUUM" not in asked


def test_with_a_session_goes_what_belongs_to_it() -> None:
    assert sqlite._losing_with("session") == {"session", "seat", "spark"}
    assert sqlite._losing_with("schedule") == {"schedule", "rota", "series_seat", "course", "changed_date"}


async def test_a_press_after_it_waits_for_another_process_as_before(kept: StoreOnDisk) -> None:
    await kept.store.erase()
    waits = await kept.store.write(lambda db: db.exec_driver_sql("PRAGMA busy_timeout").scalar())
    assert waits == sqlite.BUSY_MS


# Who is told


async def _told(kept: StoreOnDisk, change: Callable[[Connection], object]) -> int:
    before = kept.told
    await kept.store.write(change)
    await asyncio.sleep(0)
    return kept.told - before


async def test_an_end_and_every_erasure_that_is_not_done_at_once_is_told_once(
    kept: StoreOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "empty_log", lambda *_: False)
    session_id = await kept.store.write(_open)
    join = await transactions(kept.store, VAULT).write(
        acting.act, SessionId(session_id), MemberXid(FIRST + 1), c.Join()
    )
    assert kept.told == 0
    seat_row = {"of_session": session_id, "number": join.seat}
    assert await _told(kept, lambda db: db.execute(queries.drop_seat, seat_row)) == 1, "a seat given up"
    token = keys.new_token()
    spark = Spark(words="Bread")
    assert (
        await _told(kept, lambda db: sparks.add(_in(db), SessionId(session_id), GuildXid(1), token, spark))
        == 0
    )
    key = keys.waiting_key(token)
    assert await _told(kept, lambda db: sparks.posted(_in(db), key, ChannelXid(1), MessageXid(2))) == 1, (
        "a spark posted"
    )
    assert await _told(kept, lambda db: sparks.forget(_in(db), key)) == 1, "a spark withdrawn"
    assert await _told(kept, lambda db: sparks.forget(_in(db), key)) == 0, "there was none any more"
    wish = Reminding(wanted=False)
    assert await _told(kept, lambda db: reminders.keep_wish(_in(db), MemberXid(FIRST), wish)) == 0
    assert await _told(kept, lambda db: reminders.keep_wish(_in(db), MemberXid(FIRST), Reminding())) == 1
    assert await _told(kept, lambda db: _end(db, session_id)) == 1
    drop = {"of_session": session_id}
    assert await _told(kept, lambda db: db.execute(queries.drop_session, drop)) == 1


async def test_what_was_rolled_back_is_not_told(kept: StoreOnDisk) -> None:
    session_id = await kept.store.write(_open)

    def fails(db: Connection) -> None:
        _end(db, session_id)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 (the very error that was raised)
        await kept.store.write(fails)
    await asyncio.sleep(0)
    assert kept.told == 0


def test_every_deletion_is_told_but_for_tables_that_say_nothing_of_anybody() -> None:
    """A new table is one of people until somebody says that it is not."""
    deleted = {
        str(statement.table)
        for module in (
            queries,
            schedule_queries,
            question_queries,
            next_day_queries,
            greeting_queries,
            own_content_queries,
            own_format_queries,
            spark_queries,
            formats,
            mark_queries,
        )
        for statement in vars(module).values()
        if isinstance(statement, Delete)
    }
    assert deleted - sqlite.ROUTINE == {
        "changed_date",
        "greeting",
        "mark",
        "next_day_word",
        "own_format",
        "own_prompt",
        "question_rest",
        "reminding",
        "resource",
        "rota",
        "schedule",
        "seat",
        "session",
        "spark",
        "wish",
    }
    assert set(metadata.tables) >= sqlite.ROUTINE
    for name in sqlite.ROUTINE:
        columns = {column.name for column in metadata.tables[name].columns}
        assert not columns & {"member", "salt", "words", "state", "text", "title", "note", "choices", "quiet"}


def _everything(db: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
        for name, table in metadata.tables.items()
    }


async def test_the_database_still_has_everything_after_it(kept: StoreOnDisk) -> None:
    assert await kept.store.erase()
    session_id = await kept.store.write(_open)
    for number in range(2, 6):
        await kept.store.write(_open, number)
    await kept.store.write(_end, session_id)
    assert await kept.store.write(
        lambda db: db.execute(queries.drop_session, {"of_session": session_id}).rowcount
    )
    before = await kept.store.read(_everything)
    assert len(before["seat"]) == len(before["session"]) == 4
    assert before["delivery"]
    assert await kept.store.erase()
    assert await kept.store.read(_everything) == before
    assert await kept.store.write(lambda db: db.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    assert not await kept.store.write(lambda db: db.exec_driver_sql("PRAGMA foreign_key_check").all())
    assert await kept.store.write(lambda db: db.exec_driver_sql("PRAGMA foreign_keys").scalar()) == 1
    assert await kept.store.write(_open, 9) > max(int(str(row[0])) for row in before["session"]), (
        "no number is given twice"
    )
    again = await kept.store.write(
        lambda db: db.execute(insert(metadata.tables["circle"]), {"guild_xid": 9, "name": "n"}).rowcount
    )
    assert again == 1
