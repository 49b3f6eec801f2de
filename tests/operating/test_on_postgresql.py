"""What an operator types where the circles are in PostgreSQL: it says what is so, and never a password."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.operating.test_moving import GUEST, NAME, Old, Target, keys_url, old, target

__all__ = ["keys_url", "old", "target"]
pytestmark = pytest.mark.postgresql


@pytest.fixture
def moved(old: Old) -> Old:
    """A bot that was moved, at rest. Its password is in its settings; the server asks for none."""
    made = Old(old.home, old.database, old.config, old.to.replace("//circle@", "//circle:SECRET@"))
    code, said = made.move("--yes")
    assert code == 0, said
    assert "SECRET" in made.config.read_text()
    return made


def test_the_doctor_says_how_the_server_is(moved: Old, target: Target) -> None:
    code, said = moved.run("doctor")
    assert code == 3, "there is no token"
    assert "well server PostgreSQL 1" in said
    assert "well backups How old they are is not known here" in said
    assert "well database It is there, and of this version." in said
    assert "well keys They are there" in said
    target.do(f"CREATE ROLE somebody_{GUEST}")
    target.do(f"ALTER TABLE wish OWNER TO somebody_{GUEST}")
    target.do(f"DROP ROLE IF EXISTS {GUEST}")
    target.do(f"CREATE ROLE {GUEST} LOGIN")
    target.do(f"GRANT ALL ON SCHEMA public TO {GUEST}")
    moved.config.write_text(moved.config.read_text().replace("//circle:", f"//{GUEST}:"))
    code, said = moved.run("doctor")
    assert code == 1
    assert "belongs to somebody else, so updates would fail" in said
    assert "not checked database It depends on the server." in said
    target.do(f"ALTER TABLE wish OWNER TO circle; REVOKE ALL ON SCHEMA public FROM {GUEST}")
    target.do(f"DROP ROLE somebody_{GUEST}, {GUEST}")


def test_the_doctor_says_whether_destroyed_keys_are_gone(moved: Old, keys_url: str) -> None:
    config = moved.config.read_text()
    moved.config.write_text(config + f"key_database = '{keys_url}'\n")
    assert "It is the server of the circles too." in moved.run("doctor")[1]
    elsewhere = postgres.Server.make("wal_level=minimal", "max_wal_senders=0")
    try:
        moved.config.write_text(config + f"key_database = '{elsewhere.url()}'\n")
        said = moved.run("doctor")[1]
        assert "A destroyed key is nowhere in its files." in said
        elsewhere.stop()
        code, said = moved.run("doctor")
        assert (code, "to do key server The PostgreSQL" in said) == (1, True), said
        assert "whether key_database under [privacy] is right, and" in said
    finally:
        elsewhere.remove()


def test_an_empty_database_is_well(moved: Old, target: Target) -> None:
    target.do(f"DROP DATABASE {NAME} WITH (FORCE)", on_server=True)
    target.do(f"CREATE DATABASE {NAME}", on_server=True)
    for file in (moved.home / "session-keys").iterdir():
        file.unlink()
    code, said = moved.run("doctor")
    assert code == 3, said
    assert "well database There is nothing in it yet." in said


def test_a_server_that_does_not_answer_is_told_in_a_sentence(moved: Old) -> None:
    moved.config.write_text(moved.config.read_text().replace(f"{NAME}?", "elsewhere?"))
    for words in (
        ["doctor"],
        ["check"],
        ["privacy", "verify"],
        ["let-go"],
        ["report", str(moved.home / "r")],
    ):
        code, said = moved.run(*words)
        assert code == 1, words
        assert "The PostgreSQL database could not be used: there is no such database or user." in said
    assert "Look whether url under [database] is right, and whether it runs." in moved.run("doctor")[1]


def test_backups_are_made_with_the_commands_that_are_printed(
    moved: Old, target: Target, tmp_path: Path
) -> None:
    code, said = moved.run("backup")
    assert (code, "pg_dump --format=custom" in said) == (2, True)
    assert str(moved.home / "seal.key") in said
    code, said_too = moved.run("restore", "x")
    assert (code, "stop the bot first" in said_too) == (2, True)
    here = postgres.programs()
    assert here is not None
    for line, before in ((said, None), (said_too, "DELETE FROM wish")):
        if before is not None:
            target.do(before)
        (command,) = re.findall(r"pg_(?:dump|restore) --.*?(?= It asks)", line)
        program, *arguments = shlex.split(command)
        subprocess.run([here / program, *arguments], cwd=tmp_path, check=True, capture_output=True)
    assert target.ask("SELECT count(*) FROM wish") == [(2,)]
    code, said = moved.run("doctor")
    assert code == 3, said


def test_verify_reads_every_row_and_says_what_it_cannot_open(
    moved: Old, target: Target, keys_url: str, tmp_path: Path
) -> None:
    code, said = moved.run("privacy", "verify")
    assert (code, "Of PostgreSQL only the rows are looked at." in said) == (0, True)
    xid = (1 << 62) + 12345
    with psycopg.connect(target.url, autocommit=True) as db:
        db.execute("UPDATE resource SET text = 'call ' || %s", (str(xid),))
    code, said = moved.run("privacy", "verify", "--id", str(xid))
    assert code == 1
    assert "table resource, row 1 (id 1): in the column text" in said
    with psycopg.connect(keys_url, autocommit=True) as db:
        db.execute("CREATE TABLE found (number bigint)")
        db.execute("INSERT INTO found VALUES (%s)", (xid,))
    moved.config.write_text(moved.config.read_text() + f"key_database = '{keys_url}'\n")
    code, said = moved.run("privacy", "verify", "--id", str(xid))
    assert (code, "the key database, table found, row 1: in the column number" in said) == (1, True)
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP\x01")
    code, said = moved.run("privacy", "verify", "--id", str(xid + 1), str(dump))
    assert (code, "unpack it first: pg_restore" in said) == (1, True)
