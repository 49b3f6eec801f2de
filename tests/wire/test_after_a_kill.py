"""What lies on the disk after a kill -9 with every feature used: nothing that anybody said in confidence.

The bot runs in a process of its own, with its database, its key, its log at DEBUG and its temporary files in folders
that are scanned byte by byte when the process is dead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.privacy import keyfile
from bot.privacy.sealing import SealError, Vault
from bot.settings import ROOT
from bot.store import codec
from bot.store.key_database import look_into_keys
from tests.scan import found, of_chance, of_people, of_person, of_words
from tests.wire import season
from tests.wire.evening import IN_CONFIDENCE, PEOPLE, PLACE, POINTS, TYPED

pytestmark = pytest.mark.exhaustive

OPEN_STATES = (b'"gestures"', b'"heard"', b'"me_too"', b'"answered"', b'"self_harm"', b'"ledger"', b'"seats"')
"""How answers, gestures, notes and turns would lie in a state that is not sealed."""


@dataclass(frozen=True)
class Killed:
    """The folders that a dead process left, and what had to be gone."""

    home: Path
    gone: tuple[bytes, ...]

    def left(self) -> list[str]:
        """What should not be there and is."""
        wanted = {f"member {n}": of_person(person) for n, person in enumerate(PEOPLE)}
        wanted |= {words: of_words(words) for words in IN_CONFIDENCE}
        wanted |= {form.decode(): [form] for form in OPEN_STATES}
        wanted |= {f"a secret {secret.hex()[:8]}": of_chance(secret) for secret in self.gone}
        return found([self.home], wanted)


def _killed(home: Path, point: str) -> Killed:
    for name in ("data", "keys", "log", "tmp"):
        (home / name).mkdir(parents=True, exist_ok=True)
    told = home.parent / f"{home.name}.json"
    with (home / "log" / "log").open("a") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.wire.evening", str(home), str(told), point],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(home / "tmp"), "SQLITE_TMPDIR": str(home / "tmp")},
            stdout=log,
            stderr=log,
            timeout=120,
            check=False,
        )
    assert done.returncode == -signal.SIGKILL, (home / "log" / "log").read_text()[-3000:]
    return Killed(home, tuple(bytes.fromhex(secret) for secret in json.loads(told.read_text())))


@pytest.mark.parametrize(
    "point",
    [
        "in the middle",
        "as soon as it is over",
        "after the end",
        "after what comes later",
        "after the erasures",
    ],
)
def test_nothing_said_in_confidence_is_left(tmp_path: Path, point: str) -> None:
    assert point in POINTS
    killed = _killed(tmp_path / "home", point)
    assert killed.gone
    assert killed.left() == []
    log = [killed.home / "log"]
    assert found(log, {words: of_words(words) for words in TYPED}) == [], (
        "names and places are not logged either"
    )
    here = found([killed.home / "data"], {"the place": of_words(PLACE[0])})
    assert bool(here) is (point != "after the erasures"), (
        "what is kept for everybody is kept until it is removed"
    )

    # The same scan finds what is planted, in any of the files
    everywhere = {
        "data/circle.db": f"... {IN_CONFIDENCE[0]} ...".encode(),
        "data/circle.db-wal": b'"gestures":[["heard",2]]',
        "data/circle.db-shm": killed.gone[0][5:20],
        "log/log": str(PEOPLE[1]).encode(),
        "tmp/leftover": PEOPLE[2].to_bytes(8),
    }
    for name, planted in everywhere.items():
        with (killed.home / name).open("ab") as file:
            file.write(planted)
    assert {line.rsplit(" in ", 1)[1] for line in killed.left()} == {Path(name).name for name in everywhere}


def test_what_a_kill_leaves_is_gone_after_the_next_start(tmp_path: Path) -> None:
    killed = _killed(tmp_path / "home", "before anything is erased")
    assert any("a secret" in line for line in killed.left()), "the kill came before the erasing"
    assert not [line for line in killed.left() if "a secret" not in line], "and still nothing can be read"
    assert _killed(tmp_path / "home", "at the next start").left() == []


# A whole season


class _Season:
    """The program of a season, which is looked at while it runs and after it was killed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for name in ("data", "keys", "log", "tmp", "copy"):
            (home / name).mkdir(parents=True)
        self.ever: dict[str, bytes] = {}
        """Every key that was ever seen, by its name."""

    @contextmanager
    def part(self, number: int) -> Iterator[subprocess.Popen[str]]:
        """One half of the season, up to a kill."""
        with (
            (self.home / "log" / "log").open("a") as log,
            subprocess.Popen(
                [sys.executable, "-m", "tests.wire.season", str(self.home), str(number)],
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(self.home / "tmp"), "SQLITE_TMPDIR": str(self.home / "tmp")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as running,
        ):
            yield running
        assert running.returncode == -signal.SIGKILL, (self.home / "log" / "log").read_text()[-3000:]

    def until(self, running: subprocess.Popen[str], word: str) -> None:
        """Wait until it comes to that point, and see which keys there are."""
        assert running.stdout is not None
        assert running.stdout.readline().strip() == word, (self.home / "log" / "log").read_text()[-3000:]
        self.ever |= self.keys()

    def go_on(self, running: subprocess.Popen[str]) -> None:
        assert running.stdin is not None
        running.stdin.write("\n")
        running.stdin.flush()

    def keys(self) -> dict[str, bytes]:
        """The keys that are there."""
        there = look_into_keys(self.home / "keys" / "session-keys" / "keys.db")
        assert there is not None
        return dict(there.keys)

    def left(self) -> list[str]:
        """What should not be there and is: anybody's id, and any part of a key that was destroyed."""
        now = {*self.keys().values()}
        wanted: dict[str, Iterable[bytes]] = {"an id": of_people(season.PEOPLE)}
        wanted |= {name: of_chance(value) for name, value in self.ever.items() if value not in now}
        return found([self.home], wanted)

    def copy(self) -> Path:
        """What a backup has that copies the files of the database as they lie there, without the keys of sessions."""
        place = self.home / "copy" / str(len(list((self.home / "copy").iterdir())))
        shutil.copytree(self.home / "data", place)
        shutil.copy(self.home / "keys" / "seal.key", place)
        return place

    def opened(self, place: Path) -> tuple[set[int], set[int]]:
        """The sessions of a copy that open with the keys that are there now, each tried on each; and all that are
        sealed in it."""
        master = keyfile.read(place / "seal.key")
        assert master is not None
        vault, keys = Vault(master), self.keys().values()
        with closing(sqlite3.connect(f"file:{place / 'circle.db'}?mode=ro", uri=True)) as db:
            seats = db.execute("SELECT session_id, member FROM seat").fetchall()
            states = db.execute("SELECT id, state FROM session").fetchall()
        sealed: list[tuple[int, bytes, Callable[[bytes, bytes], object]]] = [
            (number, member, vault.open) for number, member in seats
        ]
        sealed += [
            (number, b64decode(state), vault.show) for number, state in states if codec.is_sealed(state)
        ]
        opens = set()
        for number, words, by in sealed:
            for key in keys:
                with suppress(SealError):
                    by(key, words)
                    opens.add(number)
        return opens, {number for number, *_ in sealed}


def test_a_season_leaves_no_id_and_nothing_that_opens(tmp_path: Path) -> None:
    """200 sessions with 1,600 seats, erasures, two kills and a restart, looked at while it runs and when it is dead."""
    of = _Season(tmp_path / "home")
    copies = []
    for part in range(2):
        with of.part(part) as running:
            of.until(running, season.LOOK)
            assert of.left() == [], "while it runs"
            copies.append(of.copy())
            opens, sealed = of.opened(copies[-1])
            assert opens == sealed, "the keys that are there open what is open"
            assert len(sealed) == season.SIDE_BY_SIDE
            of.go_on(running)
            of.until(running, season.DIE)
            assert of.left() == []
            for copy in copies:
                opens, sealed = of.opened(copy)
                assert len(sealed - opens) >= season.SIDE_BY_SIDE - 2, (
                    "and hardly anything of the copy opens any more"
                )
            of.go_on(running)
        assert of.left() == [], "right after the kill"
    there = of.keys()
    names = {name for name in there if name.startswith("session ")}
    assert len(names) <= season.SIDE_BY_SIDE + 1
    with closing(sqlite3.connect(of.home / "data" / "circle.db")) as db:
        begun = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'session'").fetchone()[0]
    assert (begun, len(season.PEOPLE)) == (200, 1600)
    for copy in copies:
        opens, _ = of.opened(copy)
        assert {f"session {number}" for number in opens} <= names, (
            "of all copies only what has not ended opens"
        )

    # The same search finds what is planted
    for name, planted in (
        ("log/log", str(season.PEOPLE[700]).encode()),
        ("tmp/x", season.PEOPLE[3].to_bytes(8, "little")),
    ):
        (of.home / name).write_bytes(planted)
        assert of.left() == [f"an id in {Path(name).name}"]
        (of.home / name).unlink()
