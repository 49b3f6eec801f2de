"""What lies on the disk after a kill -9 with every feature used: nothing that anybody said in confidence.

The bot runs in a process of its own, with its database, its key, its log at DEBUG and its temporary files in folders
that are scanned byte by byte when the process is dead.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.scan import found, of_chance, of_person, of_words
from tests.wire.evening import IN_CONFIDENCE, PEOPLE, PLACE, POINTS, TYPED

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
