"""A session has its key from before its first commit until after its last, and what a kill leaves is put right."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle.model import EndReason, Phase
from bot.ids import GuildXid, SessionId
from bot.privacy.keyring import NOTHING_TO_DO, QUARTER, SESSION, kind_of, of_quarter, of_session
from bot.privacy.quarters import Quarter
from bot.privacy.sealing import Vault
from bot.services import unreadable
from bot.services.absence import absences
from bot.services.circle import sessions
from bot.services.desks import open_desks
from bot.services.starting import aside, keys
from bot.services.starting.loose_keys import without_key
from bot.services.starting.under_way import not_over
from bot.services.unit_of_work import Transactions, Work
from bot.services.unreadable import Unreadable
from bot.settings import Privacy
from bot.store.key_database import KeyDatabase, look_into_keys
from bot.store.opening import open_store
from tests.benchmarks.sitting import EVENING, GUILD_XID, Sitting, StillClock
from tests.databases import address
from tests.scan import found, of_chance
from tests.working import CONTENT, SETTINGS


@asynccontextmanager
async def _house(folder: Path) -> AsyncIterator[Sitting]:
    """A bot without Discord, with its keys in their own database, from its start to its stop."""
    store = await open_store(address(folder / "circle.db"))
    vault = await keys.unlock(store, Privacy(key_file=folder / "seal.key"))
    do = Transactions(store, vault, StillClock(), CONTENT, SETTINGS)
    sitting = Sitting(open_desks(do), 3, "check-in")
    try:
        await sitting.desks.timing.recover()
        yield sitting
    finally:
        await do.erase()
        vault.keys.close()
        await store.close()


def _on_disk(folder: Path, kind: str = SESSION) -> dict[str, bytes]:
    """The keys of that kind in the file."""
    there = look_into_keys(folder / "session-keys" / "keys.db")
    assert there is not None
    return {name: value for name, value in there.keys.items() if kind_of(name) == kind}


async def test_a_session_has_a_key_of_its_own_until_it_ends(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        one, other = [await house.begin(number) for number in (1, 2)]
        kept = _on_disk(tmp_path)
        assert set(kept) == {of_session(SessionId(one)), of_session(SessionId(other))}
        gone = kept[of_session(SessionId(one))]
        lies = found([tmp_path], {"key": of_chance(gone)})
        assert lies
        assert all(line.startswith("key in keys.db") for line in lies)
        vault = house.desks.transactions.vault
        vault.seal(gone, house.member(1))
        await house.ask(one, None, c.End(steward=True))
        assert set(_on_disk(tmp_path)) == {of_session(SessionId(other))}, (
            "before whoever ended it hears of it"
        )
        assert found([tmp_path], {"key": of_chance(gone)}) == []
        assert gone not in {salt for salt, _ in vault._ciphers}, "nor is it in memory"
        assert (await house.desks.circle.get(SessionId(one))).key is None


async def test_the_key_is_on_the_disk_before_what_it_seals_and_a_failure_leaves_only_a_key(
    tmp_path: Path,
) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)

        def fails(work: Work) -> None:
            work.new_key("session 2")
            assert set(_on_disk(tmp_path)) == {"session 1", "session 2"}
            assert work.key_of("session 2") is not None
            work.drop_key("session 1")
            assert work.key_of("session 1") is None
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011 (the very error that was raised)
            await house.desks.transactions.write(fails)
        assert set(_on_disk(tmp_path)) == {"session 1", "session 2"}, "what is rolled back drops nothing"
    async with _house(tmp_path) as house:
        assert set(_on_disk(tmp_path)) == {"session 1"}, "and the next start destroys what nothing needs"
        await house.ask(1, None, c.End(steward=True))


async def test_a_kill_between_the_end_and_that_of_the_key_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
        monkeypatch.setattr(house.desks.transactions.vault, "destroy", lambda _: NOTHING_TO_DO)
        await house.ask(1, None, c.End(steward=True))
        value = _on_disk(tmp_path)["session 1"]
    lies = found([tmp_path], {"key": of_chance(value)})
    assert lies
    assert all(line.startswith("key in keys.db") for line in lies)
    async with _house(tmp_path):
        assert _on_disk(tmp_path) == {}
        assert found([tmp_path], {"key": of_chance(value)}) == []


async def test_where_no_key_can_be_written_or_destroyed_circles_end_and_nobody_else_waits(
    tmp_path: Path,
) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
        transactions, keyring = house.desks.transactions, house.desks.transactions.vault.keys
        keeper = keyring._keeper
        assert isinstance(keeper, KeyDatabase)
        keeper._db.execute("PRAGMA busy_timeout=10")
        tries: list[int] = []
        transactions.store.on_destroyed.append(lambda: tries.append(1))
        with closing(sqlite3.connect(tmp_path / "session-keys" / "keys.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await house.ask(1, None, c.End(steward=True))
            state = (await house.desks.circle.get(SessionId(1))).state
            assert state.phase is Phase.ENDED, "although there is no key for what it adds to the record"
            assert keyring.is_behind
            await asyncio.sleep(0)
            before = len(tries)
            for _ in range(3):
                await house.desks.timing.beat()
            assert len(tries) == before, "other transactions do not try to destroy it"
            assert not await transactions.erase()
        assert await transactions.erase()
        assert _on_disk(tmp_path) == {}


async def test_what_is_being_read_while_it_ends_is_read_as_it_was(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
        transactions = house.desks.transactions
        before = transactions.vault.keys.now()

        def read(db: Connection) -> None:
            work = Work(
                db, transactions.vault, CONTENT, StillClock().now, SETTINGS, keys_before=before, changes=False
            )
            db.exec_driver_sql("SELECT 1 FROM session").all()
            assert transactions.vault.destroy(["session 1"]).result()
            assert len(sessions.load(work, SessionId(1)).state.seats) == 3

        await transactions.store.read(read)
        with pytest.raises(Unreadable):
            await transactions.read(sessions.load, SessionId(1))


async def test_with_a_server_go_the_keys_of_its_sessions(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
        transactions = house.desks.transactions
        await transactions.write(absences.begin, GuildXid(GUILD_XID), removed=True)
        house.move_to(transactions.clock.utcnow() + absences.ERASED_AFTER)
        assert await transactions.write(absences.erase_due) == 1
        assert _on_disk(tmp_path) == {}


async def test_without_the_key_database_what_is_open_is_closed_once(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
    (tmp_path / "session-keys" / "keys.db").unlink()
    async with _house(tmp_path) as house:
        state = (await house.desks.circle.get(SessionId(1))).state
        assert (state.phase, state.end_reason) == (Phase.ENDED, EndReason.LOST)
        version = state.version
    async with _house(tmp_path) as house:
        assert (await house.desks.circle.get(SessionId(1))).state.version == version, "and not once more"


@pytest.mark.sqlite
async def test_a_backup_from_before_the_end_of_a_session_cannot_be_opened(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        await house.begin(1)
    backup = (tmp_path / "circle.db").read_bytes()
    async with _house(tmp_path) as house:
        await house.ask(1, None, c.End(steward=True))
        other = await house.begin(2)
    (tmp_path / "circle.db").write_bytes(backup)
    async with _house(tmp_path) as house:
        assert (await house.desks.circle.get(SessionId(1))).state.end_reason is EndReason.LOST
        with pytest.raises(sessions.NoSession):
            await house.desks.circle.get(SessionId(other))
        assert _on_disk(tmp_path) == {}, "the key of one that this database does not know is destroyed"


async def test_other_keys_are_kept_for_whoever_made_them(tmp_path: Path) -> None:
    name = "later 1"
    async with _house(tmp_path) as house:
        made = await house.desks.transactions.write(lambda work: work.new_key(name))
    async with _house(tmp_path) as house:
        assert await house.desks.transactions.read(lambda work: work.key_of(name)) == made
        await house.desks.transactions.write(lambda work: work.drop_key(name))
        assert _on_disk(tmp_path, "later") == {}


async def test_the_key_of_a_quarter_is_kept_as_long_as_something_of_it_waits(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        session_id = await house.begin(1)
        await house.ask(session_id, None, c.End(steward=True))
        await house.desks.transactions.write(lambda work: work.new_key(of_quarter("2020-Q1")))
        waits = of_quarter(str(Quarter.of(EVENING)))
        assert set(_on_disk(tmp_path, QUARTER)) == {waits, of_quarter("2020-Q1")}
    async with _house(tmp_path):
        assert set(_on_disk(tmp_path, QUARTER)) == {waits}


async def test_what_is_over_needs_no_key_also_when_it_is_set_aside(tmp_path: Path) -> None:
    async with _house(tmp_path) as house:
        one, other = [await house.begin(number) for number in (1, 2)]
        await house.ask(one, None, c.End(steward=True))

        def left(work: Work) -> tuple[int, int]:
            for number in (one, other):
                aside.put(work, unreadable.SESSION, number)
            return not_over(work.db), len(without_key(work.db, Vault(bytes(64))))

        assert await house.desks.transactions.write(left) == (1, 1)


async def test_a_key_of_another_session_with_the_same_number_is_none(tmp_path: Path) -> None:
    """Two backups were put back one after the other, and each had a circle of that number."""
    async with _house(tmp_path) as house:
        one, other = [await house.begin(number) for number in (1, 2)]
        house.desks.transactions.vault.keys.make(of_session(SessionId(one)))
        await house.desks.timing.recover()
        assert set(_on_disk(tmp_path)) == {of_session(SessionId(other))}
        assert (await house.desks.circle.get(SessionId(one))).state.end_reason is EndReason.LOST
        assert (await house.desks.circle.get(SessionId(other))).state.phase is not Phase.ENDED
