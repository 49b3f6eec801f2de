"""Whether the key and the database belong together is known before anything is done."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.ids import MemberXid
from bot.privacy import keyfile
from bot.privacy.sealing import SealError, Vault
from bot.services.schedule import reminders
from bot.services.schedule.reminders import Reminding
from bot.services.starting import aside, key_check, keys
from bot.settings import Privacy
from bot.store.opening import look_into, open_store
from bot.store.store import Store, StoreError
from tests.benchmarks.sitting import Sitting
from tests.databases import address
from tests.working import transactions

SENTENCE = "Restore it from your backup."


def _key(tmp_path: Path) -> Path:
    return tmp_path / "seal.key"


def _keys(tmp_path: Path) -> Path:
    return tmp_path / "session-keys" / "keys.db"


async def _unlocked(store: Store, folder: Path) -> Vault:
    """The vault, as a bot has it that is stopped again: another may open it."""
    vault = await keys.unlock(store, Privacy(key_file=folder / "seal.key"))
    vault.keys.close()
    return vault


async def _looked(store: Store, folder: Path) -> None:
    await keys.look(store, Privacy(key_file=folder / "seal.key"))


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def _seal_something(store: Store, vault: Vault) -> None:
    await transactions(store, vault).write(reminders.keep_wish, MemberXid(17), Reminding(wanted=False))


async def test_the_first_start_makes_a_key_and_the_next_ones_use_it(store: Store, tmp_path: Path) -> None:
    vault = await _unlocked(store, tmp_path)
    await _seal_something(store, vault)
    again = await _unlocked(store, tmp_path)
    assert again.secret(b"x") == vault.secret(b"x")
    await _looked(store, tmp_path)


async def test_no_key_is_made_beside_a_database_that_was_sealed_with_another(
    store: Store, tmp_path: Path
) -> None:
    await _seal_something(store, await _unlocked(store, tmp_path))
    _key(tmp_path).unlink()
    for asked in (_unlocked, _looked):
        with pytest.raises(SealError, match=f"the key file is gone, .*{SENTENCE}"):
            await asked(store, tmp_path)
    assert not _key(tmp_path).exists()


async def test_another_key_is_noticed_at_once(store: Store, tmp_path: Path) -> None:
    await _seal_something(store, await _unlocked(store, tmp_path))
    _key(tmp_path).unlink()
    other = keyfile.make(_key(tmp_path))
    for asked in (_unlocked, _looked):
        with pytest.raises(SealError, match=f"another key than .*{SENTENCE}"):
            await asked(store, tmp_path)
    assert _key(tmp_path).read_bytes() == other


async def test_where_nothing_is_sealed_any_key_will_do(store: Store, tmp_path: Path) -> None:
    await _unlocked(store, tmp_path)
    _key(tmp_path).unlink()
    vault = await _unlocked(store, tmp_path)
    await _seal_something(store, vault)
    await _unlocked(store, tmp_path)


async def test_in_a_database_from_before_the_rows_themselves_say_it(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    await sitting.begin(1)
    store = sitting.store
    assert await store.read(key_check.fits, sitting.desks.transactions.vault)
    assert not await store.read(key_check.fits, Vault(b"o" * 64))
    await store.close()


@pytest.mark.sqlite
async def test_what_the_database_keeps_says_nothing_about_the_key(store: Store, tmp_path: Path) -> None:
    await _unlocked(store, tmp_path)
    master = _key(tmp_path).read_bytes()
    with closing(sqlite3.connect(tmp_path / "circle.db")) as file:
        ((value,),) = file.execute("SELECT value FROM key_check WHERE id = 1").fetchall()
    assert len(value) == 32
    assert value not in master


# The files


@pytest.mark.parametrize("umask", [0o000, 0o022])
@pytest.mark.sqlite
async def test_every_file_of_the_database_is_for_its_owner_only(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        store = await open_store(address(tmp_path / "var" / "circle.db"))
        await _unlocked(store, tmp_path / "var")
        await store.write(key_check.keep_check, Vault(b"k" * 64))
        home, own = tmp_path / "var", tmp_path / "var" / "session-keys"
        files = {file for file in home.rglob("*") if file.is_file()}
        of_database = {"circle.db", "circle.db-shm", "circle.db-wal", "circle.db.lock", "seal.key"}
        assert {file.name for file in files if file.parent == home} == of_database
        of_keys = {"keys.db", "keys.db-journal", "keys.db.lock", "CACHEDIR.TAG"}
        assert {file.name for file in files if file.parent == own} == of_keys
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in (home, own)} == {0o700}
        await store.close()
    finally:
        os.umask(before)


@pytest.mark.sqlite
async def test_a_database_from_before_is_closed_to_others(tmp_path: Path) -> None:
    for name in ("circle.db", "circle.db-wal"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o644)
    store = await open_store(address(tmp_path / "circle.db"))
    assert stat.S_IMODE((tmp_path / "circle.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "circle.db-wal").stat().st_mode) == 0o600
    await store.close()


# The command line


@pytest.fixture
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("STORY_CIRCLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(
        "[discord]\ntoken = 'not-a-token'\n[database]\nurl = 'sqlite:///circle.db'\n"
        "[privacy]\nkey_file = 'seal.key'\n"
    )


def _prepare(name: str, tmp_path: Path) -> None:
    key = _key(tmp_path)
    match name:
        case "gone":
            key.unlink()
        case "another":
            key.write_bytes(b"o" * 64)
        case "empty":
            key.write_bytes(b"")
        case "a folder":
            key.unlink()
            key.mkdir()
        case "open":
            key.chmod(0o644)
        case "the keys are open":
            _keys(tmp_path).chmod(0o640)
        case "the keys are broken":
            _keys(tmp_path).write_bytes(b"this is not a database, not at all, no" * 100)
        case "the keys are a folder":
            _keys(tmp_path).unlink()
            _keys(tmp_path).mkdir()
        case "the keys are another database":
            _keys(tmp_path).unlink()
            shutil.copy(tmp_path / "circle.db", _keys(tmp_path))
            _keys(tmp_path).chmod(0o600)
        case "the keys are of another database":
            with closing(sqlite3.connect(_keys(tmp_path))) as file, file:
                file.execute("UPDATE owner SET value = ?", (b"o" * 32,))
                file.execute("INSERT INTO key VALUES ('session 7', ?)", (b"k" * 32,))
        case "the keys are of a newer version":
            with closing(sqlite3.connect(_keys(tmp_path))) as file:
                file.execute("PRAGMA user_version=99")


WRONG_KEYS = {
    "the keys are open": "others on this machine can read the key database. Run: chmod 600",
    "the keys are broken": "this is no key database, or a broken one. Put the right one back. If it is lost, "
    "story-circle let-go puts this one away",
    "the keys are a folder": "this is a folder, and not a key database.",
    "the keys are another database": "this is another database, and not one with keys.",
    "the keys are of another database": "these are the keys of another database. Give this one a place of its own",
    "the keys are of a newer version": "belongs to a newer version of Story Circle.",
}


@pytest.mark.usefixtures("_home")
@pytest.mark.parametrize("name", WRONG_KEYS)
@pytest.mark.sqlite
async def test_whatever_is_wrong_with_the_key_database_is_said(name: str, tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    await _unlocked(store, tmp_path)
    await store.close()
    _prepare(name, tmp_path)
    before = {file: file.read_bytes() for file in _keys(tmp_path).parent.iterdir() if file.is_file()}
    said = []
    for command in ("check", "run"):
        result = await asyncio.to_thread(CliRunner().invoke, cli, [command])
        assert isinstance(result.exception, SystemExit), repr(result.exception)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        said.append(" ".join(result.output.split()))
    assert all(WRONG_KEYS[name] in one and "keys.db" in one for one in said), said
    assert before == {file: file.read_bytes() for file in before}, "and nothing is changed"


@pytest.mark.usefixtures("_home")
async def test_a_broken_key_database_is_put_away_when_circles_are_let_go_of(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    vault = await _unlocked(store, tmp_path)
    await _seal_something(store, vault)
    await store.close()
    _prepare("the keys are broken", tmp_path)
    sitting = await Sitting.at(tmp_path / "circle.db")
    await sitting.begin(1)
    await sitting.store.close()
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["let-go", "--yes"])
    assert result.exit_code == 0, result.output
    assert "circles under way: 1" in result.output
    assert "wishes about reminders: 0" in result.output
    assert _keys(tmp_path).with_name("keys.db.not-a-key-1").read_bytes().startswith(b"this is not")
    assert (await asyncio.to_thread(CliRunner().invoke, cli, ["check"])).exit_code == 0


async def test_two_bots_never_have_the_same_keys(tmp_path: Path) -> None:
    first = await open_store(address(tmp_path / "circle.db"))
    second = await open_store(address(tmp_path / "other.db"))
    privacy = Privacy(key_file=_key(tmp_path))
    vault = await keys.unlock(first, privacy)
    with pytest.raises(StoreError, match="another Story Circle uses these keys already"):
        await keys.unlock(second, privacy)
    await keys.look(first, privacy)
    vault.keys.make("session 1")
    vault.keys.close()
    for asked in (keys.unlock, keys.look):
        with pytest.raises(StoreError, match="these are the keys of another database"):
            await asked(second, privacy)
    vault = await keys.unlock(first, privacy)
    assert set(vault.keys.now()) == {"session 1"}, "nothing was lost by it"
    assert vault.destroy(["session 1"]).result()
    vault.keys.close()
    (await keys.unlock(second, privacy)).keys.close()
    await first.close()
    await second.close()


@pytest.mark.usefixtures("_home")
@pytest.mark.parametrize("name", ["gone", "another", "empty", "a folder", "open"])
@pytest.mark.sqlite
async def test_whatever_is_wrong_is_said_at_run_and_at_check(name: str, tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    await _seal_something(store, await _unlocked(store, tmp_path))
    await store.close()
    fine = await asyncio.to_thread(CliRunner().invoke, cli, ["check"])
    assert fine.exit_code == 0, fine.output
    _prepare(name, tmp_path)
    before = _names(tmp_path)
    for command in ("check", "run"):
        result = await asyncio.to_thread(CliRunner().invoke, cli, [command])
        assert isinstance(result.exception, SystemExit), repr(result.exception)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert "seal.key" in result.output
    assert _names(tmp_path) - before <= {"circle.db-shm", "circle.db-wal"}, "no key is made"


@pytest.mark.usefixtures("_home")
async def test_checking_names_what_is_set_aside(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    await sitting.begin(1)
    keyfile.make(_key(tmp_path))
    _key(tmp_path).write_bytes(b"k" * 64)
    number = await sitting.begin(2)
    await sitting.store.write(key_check.keep_check, Vault(b"k" * 64))
    await sitting.desks.transactions.write(aside.put, "session", number)
    await sitting.store.close()
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["check"])
    assert result.exit_code == 0, result.output
    assert f"A session cannot be read and was set aside at the last start: {number}." in result.output


@pytest.mark.usefixtures("_home")
@pytest.mark.parametrize("what", ["a folder", "no database"])
async def test_a_database_that_is_none_is_said(what: str, tmp_path: Path) -> None:
    keyfile.make(_key(tmp_path))
    if what == "a folder":
        (tmp_path / "circle.db").mkdir()
    else:
        (tmp_path / "circle.db").write_bytes(b"this is not a database, not at all, no" * 100)
    for command in ("check", "let-go"):
        result = await asyncio.to_thread(CliRunner().invoke, cli, [command])
        assert isinstance(result.exception, SystemExit), repr(result.exception)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        assert len(result.output) < 400


async def test_a_file_in_place_of_its_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Not a directory"):
        await open_store(f"sqlite:///{tmp_path}/file/circle.db")


# One bot at a time


@pytest.mark.sqlite
async def test_a_second_bot_on_the_same_file_is_refused_and_may_begin_once_the_first_has_stopped(
    tmp_path: Path,
) -> None:
    url = address(tmp_path / "circle.db")
    first = await open_store(url)
    with pytest.raises(StoreError, match="running on this database already"):
        await open_store(url)
    looking = look_into(url)
    assert looking is not None
    assert await looking.read(key_check.has_sealed) is False, "whoever only reads is not in the way"
    await looking.close()
    await first.close()
    await (await open_store(url)).close()


async def test_a_bot_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    url = address(tmp_path / "circle.db")
    program = (
        "import asyncio, os, signal\n"
        "from bot.store.opening import open_store\n"
        f"asyncio.run(open_store({url!r}))\n"
        "print('open', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await killed.communicate()
    assert said == b"open\n"
    assert killed.returncode == -9
    await (await open_store(url)).close()


@pytest.mark.sqlite
async def test_nothing_is_made_for_whoever_only_looks(tmp_path: Path) -> None:
    assert look_into(address(tmp_path / "nowhere" / "circle.db")) is None
    assert _names(tmp_path) == set()
