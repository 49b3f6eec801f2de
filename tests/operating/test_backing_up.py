"""Saving the database while a bot writes to it, and putting a backup back, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.ids import SessionId
from bot.services.starting import keys
from bot.services.starting.under_way import not_over
from bot.settings import ROOT
from bot.store import backup as backups
from bot.store import sqlite
from bot.store.backup import BackupError, backups_in, drop_old, make_backup
from bot.store.lock import FileLock
from bot.store.migrate import SchemaAge
from bot.store.opening import open_store
from tests.operating.ailing import Ailing, ailing
from tests.working import transactions

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Ailing]:
    async with ailing(tmp_path) as made:
        yield made


def run(bot: Ailing, *words: object, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli, [*map(str, words), "--config", str(bot.config)], answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result.exit_code, " ".join(result.output.split())


async def arun(bot: Ailing, *words: object, answer: str = "") -> tuple[int, str]:
    """The same beside a loop that runs."""
    return await asyncio.to_thread(run, bot, *words, answer=answer)


def rows(file: Path, table: str = "circle") -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def test_a_backup_is_made_beside_a_bot_that_writes_and_the_keys_are_not_in_it(bot: Ailing) -> None:
    store = await open_store(bot.settings.database.url)
    try:
        add = "INSERT INTO circle (guild_xid, name) VALUES (7, ?)"
        await store.write(lambda db: db.exec_driver_sql(add, ("one",)))
        code, said = await arun(bot, "backup")
        await store.write(lambda db: db.exec_driver_sql(add, ("two",)))
    finally:
        await store.close()
    assert code == 0
    ((_, made),) = backups_in(bot.backups)
    assert rows(made) == rows(bot.database) - 1
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert f"Not in it: {bot.key}" in said
    assert f"not to be saved: {bot.settings.privacy.session_keys}" in said
    assert "Circles and dates that are open now: 2." in said
    data = made.read_bytes()
    assert bot.key.read_bytes()[:32] not in data
    with closing(sqlite3.connect(str(bot.settings.privacy.session_keys))) as db:
        secrets = [value for (value,) in db.execute("SELECT value FROM key")]
    assert secrets
    assert not any(secret in data for secret in secrets)
    assert sorted(path.name for path in bot.backups.iterdir()) == [made.name], "nothing else is left"


async def test_a_backup_under_load_is_of_one_moment(bot: Ailing) -> None:
    store = await open_store(bot.settings.database.url)
    done = asyncio.Event()

    def add_both(db: Connection, count: int) -> None:
        add = "INSERT INTO circle (guild_xid, name) VALUES (?, ?)"
        db.exec_driver_sql(add, [(guild, f"circle {count}") for guild in (7, 8)])

    async def write() -> int:
        count = 0
        while not done.is_set():
            await store.write(add_both, count)
            count += 1
        return count

    writing = asyncio.create_task(write())
    made = [await make_backup(bot.database, bot.backups, NOW + timedelta(days=day)) for day in range(5)]
    done.set()
    assert await writing > 5, "people went on meanwhile"
    await store.close()
    counts = []
    for file in made:
        with closing(sqlite3.connect(file)) as db:
            of = Counter(guild for (guild,) in db.execute("SELECT guild_xid FROM circle WHERE guild_xid < 9"))
        assert of[7] == of[8], "what was saved together is there together"
        counts.append(of[7])
    assert 0 < counts[-1] == max(counts) > counts[0], "they wrote before, meanwhile and after"


async def test_what_was_put_back_beside_its_keys_goes_on_and_without_them_nothing_opens(bot: Ailing) -> None:
    made = await make_backup(bot.database, bot.backups, NOW)
    made = made.rename(made.with_name("50% sure? #2 ünï.db"))
    bot.in_database("DELETE FROM session")
    code, said = await arun(bot, "restore", made, answer="y\n")
    assert code == 0, said
    assert "It has 2 open circles and dates." in said
    kept = next(bot.database.parent.glob("circle.db.before-*"))
    assert rows(kept, "session") == 0
    store = await open_store(bot.settings.database.url)
    vault = await keys.unlock(store, bot.settings.privacy)
    desks = transactions(store, vault)
    assert await store.read(not_over) == 2
    from bot.services.circle import sessions

    session = await desks.read(sessions.load, SessionId(1))
    assert session.state.seats, "who sits where can be read"
    vault.keys.make("session 1")  # a circle that began later, and had this number then
    vault.keys.close()
    await store.close()
    code, said = await arun(bot, "restore", made, "--yes")
    assert code == 0
    assert "The keys of 1 of them are gone, so the next start closes them kindly." in said
    Path(str(bot.settings.privacy.session_keys)).unlink()  # noqa: ASYNC240
    code, said = await arun(bot, "restore", made, "--yes")
    assert code == 0
    assert "The keys of 2 of them are gone, so the next start closes them kindly." in said


async def test_nothing_is_put_back_beside_a_bot_that_runs_or_unasked(bot: Ailing) -> None:
    made = await make_backup(bot.database, bot.backups, NOW)
    before = bot.database.read_bytes()
    held = FileLock(bot.database)
    code, said = await arun(bot, "restore", made, "--yes")
    held.let_go()
    assert code == 1
    assert "Stop it first. Nothing has changed." in said
    code, said = await arun(bot, "restore", made, answer="n\n")
    assert code == 0
    assert "Nothing has changed." in said
    assert bot.database.read_bytes() == before


def _newer(bot: Ailing, made: Path) -> None:
    with closing(sqlite3.connect(made)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")


WRONG = {
    "a newer version": (_newer, "newer version of Story Circle"),
    "no backup": (lambda _, made: made.write_bytes(b"hello"), "no backup, or a damaged one"),
    "half a backup": (lambda _, made: made.write_bytes(made.read_bytes()[:9000]), "damaged"),
    "nothing": (lambda _, made: made.unlink(), "there is no such file"),
    "another program's": (
        lambda _, made: made.unlink() or sqlite3.connect(made).execute("CREATE TABLE x (y)"),
        "not a backup of Story Circle",
    ),
    "a bot's journal": (lambda _, made: Path(f"{made}-wal").write_bytes(b"x"), "no finished backup"),
    "another key": (lambda bot, _: bot.key.write_bytes(b"x" * 64), "another key"),
    "no key": (lambda bot, _: bot.key.unlink(), "the key file is gone"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_cannot_be_put_back_is_refused_before_anything_changes(bot: Ailing, name: str) -> None:
    made = await make_backup(bot.database, bot.backups, NOW)
    plant, words = WRONG[name]
    plant(bot, made)
    before = bot.database.read_bytes()
    code, said = await arun(bot, "restore", made, "--yes")
    assert code == 1
    assert words in said
    assert "Nothing has changed." in said
    assert bot.database.read_bytes() == before
    assert not list(bot.database.parent.glob("circle.db.[br]e*")), "nothing is left beside it"


async def test_a_backup_can_be_put_back_where_nothing_is(bot: Ailing) -> None:
    made = await make_backup(bot.database, bot.home, NOW)
    for path in bot.database.parent.glob("circle.db*"):
        path.unlink()
    assert (await arun(bot, "restore", made, "--yes"))[0] == 0
    assert rows(bot.database) == 2
    bot.key.unlink()
    assert (await arun(bot, "restore", made, "--yes", "--without-key"))[0] == 0


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file can become larger than that many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_a_lock_and_a_kill_leave_the_last_good_one(
    bot: Ailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = await make_backup(bot.database, bot.backups, NOW)
    content = good.read_bytes()
    with full_disk(50_000), pytest.raises(BackupError, match="no backup could be made"):
        await make_backup(bot.database, bot.backups, NOW + timedelta(days=1))
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BackupError, match="locked"):
            await make_backup(bot.database, bot.backups, NOW + timedelta(days=1))
    assert [path.name for path in bot.backups.iterdir()] == [good.name]
    # A kill leaves what was unfinished, under a name of which nobody takes it for a backup. The next one clears it.
    left = bot.backups / "story-circle-20261130T030000Z.db.unfinished"
    left.write_bytes(b"half")
    assert [path for _, path in backups_in(bot.backups)] == [good]
    await make_backup(bot.database, bot.backups, NOW + timedelta(days=2))
    assert not left.exists()
    assert good.read_bytes() == content


async def test_a_disk_that_breaks_while_a_backup_is_put_back_leaves_the_database(
    bot: Ailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make_backup(bot.database, bot.backups, NOW)
    bot.in_database("INSERT INTO circle (guild_xid, name) VALUES (7, 'newer')")
    with full_disk(50_000):
        code, said = await arun(bot, "restore", made, "--yes")
    assert code == 1
    assert "Nothing has changed." in said
    assert rows(bot.database) == rows(made) + 1

    def breaks(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(backups, "sync_folder", breaks)
    assert (await arun(bot, "restore", made, "--yes"))[0] == 1
    assert rows(bot.database) == rows(made) + 1


async def test_old_ones_go_and_the_newest_stays(bot: Ailing) -> None:
    for days in (0, 3, 9, 10):
        await make_backup(bot.database, bot.backups, NOW + timedelta(days=days))
    (bot.backups / "mine.db").touch()
    gone = drop_old(bot.backups, NOW + timedelta(days=10), timedelta(days=7))
    assert [path.name for path in gone] == ["story-circle-20261129T030000Z.db"]
    drop_old(bot.backups, NOW + timedelta(days=99), timedelta(days=7))
    assert [made.day for made, _ in backups_in(bot.backups)] == [9]
    assert (bot.backups / "mine.db").exists(), "what is no backup of ours is nobody's to delete"


async def test_what_cannot_be_saved_is_said(bot: Ailing) -> None:
    (bot.home / "file").touch()
    code, said = await arun(bot, "backup", bot.home / "file")
    assert code == 1
    assert "no backup can be made there" in said
    bot.config.write_text("database.url = 'postgresql://me:secret@db.example/circle'\n")
    code, said = await arun(bot, "backup")
    assert code == 2
    assert (
        "pg_dump --format=custom --file=story-circle.dump --dbname=postgresql://me@db.example/circle" in said
    )
    assert "secret" not in said
    bot.config.write_text(f"database.url = 'sqlite:///{bot.home}/none.db'\n")
    assert (await arun(bot, "backup"))[0] == 2


class Killed(BaseException):
    """What no code of ours handles, as nothing handles a kill."""


KILLS = ("check_backup", "_also_known_as", "sync_folder", "sync_folder again")


@pytest.mark.parametrize("at", KILLS)
async def test_a_kill_while_a_backup_is_put_back_leaves_one_or_the_other_whole(
    bot: Ailing, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    made = await make_backup(bot.database, bot.backups, NOW)
    bot.in_database("INSERT INTO circle (guild_xid, name) VALUES (7, 'newer')")
    name, _, again = at.partition(" ")
    calls: list[object] = []
    does = getattr(backups, name)

    def killed(*given: Path) -> object:
        calls.append(given)
        if len(calls) > bool(again):
            raise Killed
        return does(*given)

    with monkeypatch.context() as patched:
        patched.setattr(backups, name, killed)
        with pytest.raises(Killed):
            backups.put_in_place(made, bot.database, NOW)
    is_old = rows(bot.database) == rows(made) + 1
    assert is_old is not bool(again), "the old one, until the last step has put the backup there"
    assert backups.check_backup(bot.database) is SchemaAge.CURRENT
    # What was begun is begun anew, and nothing of the old database is lost.
    assert backups.put_in_place(made, bot.database, NOW + timedelta(minutes=1)) is not None
    assert rows(bot.database) == rows(made)
    assert any(rows(kept) == rows(made) + 1 for kept in bot.database.parent.glob("circle.db.before-*Z"))


def test_of_what_turns_out_to_be_no_backup_nothing_is_left_beside_the_database(tmp_path: Path) -> None:
    database, broken = tmp_path / "circle.db", tmp_path / "broken.db"
    database.write_bytes(b"the old one")
    broken.write_bytes(b"no backup")
    with pytest.raises(backups.BackupError):
        backups.put_in_place(broken, database, NOW)
    assert database.read_bytes() == b"the old one"
    assert {file.name for file in tmp_path.iterdir()} == {"circle.db", "broken.db"}


def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE TABLE circle (id)")
    kill = (
        "import asyncio, datetime, os, pathlib, signal;from bot.store import backup;"
        "backup.check_backup = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        f"asyncio.run(backup.make_backup(pathlib.Path({str(database)!r}), pathlib.Path({str(tmp_path / 'to')!r}), "
        "datetime.datetime.now(datetime.UTC)))"
    )
    ended = subprocess.run([sys.executable, "-c", kill], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "to").iterdir())) == 1, "it was under way"
    assert backups_in(tmp_path / "to") == []
    assert rows(database) == 0


@pytest.mark.parametrize("words", [("restore", "nothing.db"), ("let-go", "--yes")])
def test_where_nothing_is_nothing_is_made(words: tuple[str, ...], tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[database]\nurl = 'sqlite:///{tmp_path}/kept/circle.db'\n")
    result = CliRunner().invoke(cli, [*words, "--config", str(config)])
    assert "there is no such file" in result.output or "There is no database yet" in result.output
    assert list(tmp_path.iterdir()) == [config]
