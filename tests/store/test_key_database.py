"""Keys are on the disk when they are made, and in no file any more when they are destroyed, whatever comes between."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.ids import SessionId
from bot.privacy.keyring import Keyring, kind_of, of_quarter, of_session
from bot.settings import ROOT
from bot.store import key_database, sqlite
from bot.store.key_database import KeyDatabase, look_into_keys
from bot.store.store import StoreError
from tests.scan import found, of_chance

pytestmark = pytest.mark.sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own" / "keys.db"


@pytest.fixture
def kept(path: Path) -> Iterator[KeyDatabase]:
    opened = KeyDatabase(path)
    yield opened
    opened.close()


def _left(path: Path, *gone: bytes) -> list[str]:
    return found([path.parent], {secret.hex()[:8]: of_chance(secret) for secret in gone})


def test_a_key_is_kept_when_it_is_made_and_read_again_later(kept: KeyDatabase, path: Path) -> None:
    keys = Keyring(kept.found.keys, kept)
    assert keys.now() == {}
    made = {name: keys.make(name) for name in (of_session(SessionId(7)), of_quarter("2026-Q4"))}
    there = look_into_keys(path)
    assert there is not None
    assert there.keys == made == keys.now()
    assert {kind_of(name) for name in made} == {"session", "quarter"}
    again = keys.make("session 7")
    assert _left(path, made["session 7"]) == [], "the one before has no place any more"
    assert keys.get("session 7") == again != made["session 7"]
    assert keys.get("session 8") is None
    kept.close()
    kept.__init__(path)  # type: ignore[misc]
    assert kept.found.keys == keys.now()


def test_what_was_given_out_stays_as_it_was(kept: KeyDatabase) -> None:
    keys = Keyring(keeper=kept)
    value = keys.make("session 1")
    before = keys.now()
    assert keys.destroy(["session 1", "session 2"]).result()
    assert not {"session 1", "session 2"} & set(kept.found.keys), "nor are they in memory"
    assert before == {"session 1": value}
    assert keys.now() == {}


@pytest.mark.parametrize("chance", range(3))
def test_nothing_of_a_key_is_left_that_was_destroyed(kept: KeyDatabase, path: Path, chance: int) -> None:
    """Also of those that SQLite had moved to other pages, of which there are many here."""
    numbers, keys = random.Random(chance), Keyring(keeper=kept)
    for number in range(150):
        keys.make(of_session(SessionId(numbers.randrange(10**6) if chance else number)))
    names = sorted(keys.now())
    numbers.shuffle(names)
    gone = [keys.now()[name] for name in names[:60]]
    stays = {name: keys.now()[name] for name in names[60:]}
    assert _left(path, *gone), "or nothing would be proved"
    for start in range(0, 60, 6):
        assert keys.destroy(names[start : start + 6]).result()
        assert _left(path, *gone[: start + 6]) == []
    there = look_into_keys(path)
    assert there is not None
    assert there.keys == stays
    assert all(_left(path, value) for value in stays.values())


_PROGRAM = """
import os, random, signal, sys, time
from pathlib import Path
from bot.privacy.keyring import Keyring
from bot.store.key_database import KeyDatabase
from tests.scan import found, of_chance

path, told = Path(sys.argv[1]), Path(sys.argv[2])

def work(number):
    with told.open("a", buffering=1) as out:
        kept = KeyDatabase(path)
        keys = Keyring(kept.found.keys, kept)
        while True:
            names = [f"session {number + n}" for n in range(3)]
            for name in names:
                print("made", name, keys.make(name).hex(), file=out)
            values = [keys.get(name) for name in names]
            keys.destroy(names[:2]).result()
            for name, value in zip(names[:2], values):
                print("gone", name, value.hex(), file=out)
            number += 3

chance = random.Random(13)
for kill in range(8):
    size = told.stat().st_size if told.exists() else 0
    child = os.fork()
    if not child:
        work(kill * 3_000_000)
    while not told.exists() or b"gone" not in told.read_bytes()[size:]:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines = [line.split() for line in told.read_text().splitlines() if line.count(" ") == 3]
    gone = {bytes.fromhex(value) for word, _, _, value in lines[-200:] if word == "gone"}
    left = found([path.parent], {secret.hex(): of_chance(secret) for secret in gone})
    if left:
        sys.exit(f"after kill {kill} there is left: {left}")
"""


def test_after_a_kill_nothing_is_left_that_was_destroyed_and_the_next_start_does_the_rest(
    tmp_path: Path, path: Path
) -> None:
    told = tmp_path / "told"
    words = [sys.executable, "-c", _PROGRAM, str(path), str(told)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in told.read_text().splitlines() if line.count(" ") == 3]
    made = {f"session {number}": bytes.fromhex(value) for word, _, number, value in lines if word == "made"}
    gone = {f"session {number}" for word, _, number, value in lines if word == "gone"}
    assert len(gone) >= 16
    kept = KeyDatabase(path)
    assert not gone & set(kept.found.keys)
    needed = {name for name in made if int(name.split()[1]) % 3 == 2}
    assert {name: kept.found.keys[name] for name in needed} == {name: made[name] for name in needed}
    assert Keyring(kept.found.keys, kept).destroy(set(kept.found.keys) - needed).result()
    assert _left(path, *(value for name, value in made.items() if name not in needed)) == []
    kept.close()


def test_where_a_key_cannot_be_destroyed_it_is_forgotten_and_tried_again(
    kept: KeyDatabase, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keyring(keeper=kept)
    value = keys.make("session 1")
    usual_s = sqlite.BUSY_MS / 1000
    monkeypatch.setattr(key_database, "BUSY_MS", 10)
    with _in_the_way(path):
        began = time.monotonic()
        assert not keys.destroy(["session 1"]).result()
        assert time.monotonic() - began < usual_s, "whoever ends a circle waits for it"
        assert keys.is_behind
        assert keys.get("session 1") is None
        with pytest.raises(
            StoreError, match=r"keys\.db: the key database could not be used: database is locked"
        ):
            keys.make("session 2")
        assert keys.get("session 2") is None
    assert keys.destroy_rest().result()
    assert not keys.is_behind
    assert _left(path, value) == []


@contextmanager
def _in_the_way(path: Path) -> Iterator[None]:
    """Somebody else has the file, for longer than a bot waits."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_backup_programs_are_asked_to_leave_it_out(kept: KeyDatabase, path: Path) -> None:
    assert (
        path.with_name("CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_looking_makes_nothing(path: Path) -> None:
    assert look_into_keys(path) is None
    assert not path.parent.exists()
