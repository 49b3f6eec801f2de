"""The scan finds what it looks for, in every form that a file of SQLite can hold it in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.privacy.encodings import encodings
from tests.scan import files, found, of_chance, of_people, of_person, of_words

XIDS = (80_351_110_224_678_912, 1_186_420_000_000_000_042, 2**63 - 1, 2**55 + 12345, 10**17)


@pytest.mark.parametrize("xid", XIDS)
@pytest.mark.parametrize(
    "column", ["id INTEGER PRIMARY KEY", "id INTEGER", "id TEXT", "id BLOB", "id INTEGER UNIQUE"]
)
def test_an_id_is_found_however_a_table_keeps_it(tmp_path: Path, column: str, xid: int) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db")) as db, db:
        db.execute(f"CREATE TABLE there ({column})")
        db.execute("INSERT INTO there VALUES (?)", (xid.to_bytes(8) if "BLOB" in column else xid,))
    assert found([tmp_path], {"Ann": of_person(xid)}) == ["Ann in some.db"]
    assert found([tmp_path], {"Ben": of_person(xid - 1)}) == []


@pytest.mark.parametrize("form", ["{:x}", "{:X}", "id={}!"])
def test_an_id_is_found_in_text(tmp_path: Path, form: str) -> None:
    (tmp_path / "log").write_text("before" + form.format(XIDS[0]) + "after")
    assert found([tmp_path], {"Ann": of_person(XIDS[0])})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_words_are_found(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\xff" + "Pflaumenmus, süß".encode(encoding))
    assert found([tmp_path], {"words": of_words("süß")}) == ["words in file"]
    (tmp_path / "deep" / "file").write_bytes(b'{"text": "Pflaumenmus, s\\u00fc\\u00df"}')
    assert found([tmp_path], {"words": of_words("süß")}) == ["words in file"]


def test_a_piece_of_something_random_is_found(tmp_path: Path) -> None:
    secret = bytes(range(100, 132))
    for number, left in enumerate((secret[3:11], secret[-8:], b"x" + secret + b"y", secret.hex().encode())):
        (tmp_path / str(number)).write_bytes(left)
    (tmp_path / "no").write_bytes(secret[:7] + b"-" + secret[8:15])
    assert len(found([tmp_path], {"salt": of_chance(secret)})) == 4


def test_every_file_is_looked_at(tmp_path: Path) -> None:
    for name in ("c.db", "c.db-wal", "c.db-shm", "log", ".hidden"):
        (tmp_path / name).touch()
    assert len(list(files([tmp_path]))) == 5


def test_many_people_whose_ids_follow_each_other_are_looked_for_at_once() -> None:
    people = range(1_456_075_543_492_437_776, 1_456_075_543_492_439_376)
    shared = of_people(people)
    assert len(shared) < 120
    for xid in people[::97]:
        for form in encodings(xid).values():
            assert any(part in form for part in shared)
    for xid in (people[0] - (1 << 40), people[-1] + (1 << 40)):
        assert not any(part in form for part in shared for form in (str(xid).encode(), xid.to_bytes(8)))
